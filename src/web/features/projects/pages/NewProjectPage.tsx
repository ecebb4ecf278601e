import { Button } from "antd";
import { useNavigate } from "react-router";
import { createProject } from "../../../../capabilities/projects/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { useAct } from "../../../lib/query.ts";
import { Page } from "../../../ui/Page.tsx";
import { useForm } from "../../../ui/useForm.ts";
import { ProjectForm, type ProjectValues } from "../components/ProjectForm.tsx";

export default function NewProjectPage() {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const create = useAct(createProject, { onDone: (project) => void navigate(place.at("", project.id)), onProblem: (error) => form.refuse(error) });
  const form = useForm<ProjectValues>(createProject.input, { name: "", description: "" }, (values) => create.mutate(values));
  return (
    <Page title={t("New project")}>
      <ProjectForm form={form} act={t("Create project")} busy={create.isPending}>
        <Button onClick={() => void navigate(-1)}>{t("Cancel")}</Button>
      </ProjectForm>
    </Page>
  );
}
