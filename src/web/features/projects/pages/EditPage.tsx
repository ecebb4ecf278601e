import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Archive } from "lucide-react";
import { useNavigate, useParams } from "react-router";
import { archiveProject, getProject, updateProject, type Project } from "../../../../capabilities/projects/contract.ts";
import { useT } from "../../../lib/i18n.ts";
import { usePlace } from "../../../lib/place.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { Page } from "../../../ui/Page.tsx";
import { Async } from "../../../ui/states.tsx";
import { toast } from "../../../ui/toasts.ts";
import { useDo } from "../../../ui/useDo.ts";
import { useForm } from "../../../ui/useForm.ts";
import { ProjectForm, type ProjectValues } from "../components/ProjectForm.tsx";

export default function EditPage() {
  const t = useT();
  const { projectId = "" } = useParams();
  const project = useQuery(queryFor(getProject, { projectId }));
  return (
    <Page title={t("Edit project")}>
      <Async query={project} what={t("The project could not load.")} shape="block">
        {(data) => <Edit key={data.id} project={data} />}
      </Async>
    </Page>
  );
}

function Edit({ project }: { project: Project }) {
  const t = useT();
  const place = usePlace();
  const navigate = useNavigate();
  const save = useAct(updateProject, { onDone: () => void navigate(place.at("", project.id)), onProblem: (error) => form.refuse(error) });
  const form = useForm<ProjectValues>(
    updateProject.input,
    { name: project.name, description: project.description },
    (values) => save.mutate({ projectId: project.id, name: values.name, description: values.description }),
    { projectId: project.id },
  );
  const restore = useDo(updateProject);
  const archive = useDo(archiveProject, {
    onDone: (archived) => {
      toast({
        tone: "done",
        text: t("{name} archived", { name: archived.name }),
        remark: t("Nothing is deleted."),
        undo: () => restore.mutateAsync({ projectId: archived.id, status: "active" }),
      });
      void navigate(place.at("projects", null));
    },
  });
  return (
    <ProjectForm form={form} act={t("Save")} busy={save.isPending}>
      <Button onClick={() => void navigate(place.at("", project.id))}>{t("Cancel")}</Button>
      <span className="end">
        <Button icon={<Archive />} loading={archive.isPending} onClick={() => archive.mutate({ projectId: project.id })}>
          {t("Archive")}
        </Button>
      </span>
    </ProjectForm>
  );
}
