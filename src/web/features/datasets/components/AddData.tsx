import { Select } from "antd";
import { useT } from "../../../lib/i18n.ts";
import { Field } from "../../../ui/Field.tsx";
import { useProjects } from "../hooks/useProjects.ts";
import "./datasets.css";
import "./profile.css";
import { Samples } from "./Samples.tsx";
import { UploadBox } from "./UploadBox.tsx";

/** The two ways to get rows: a file, or a bundled table. */
export function AddData() {
  const t = useT();
  const projects = useProjects();
  return (
    <div className="grid with-side add-data">
      <section className="col g12" aria-label={t("Upload a file")}>
        {projects.fixed || projects.items.length === 0 ? null : (
          <Field label={t("Project")} help={t("Where the dataset is kept.")}>
            {(control) => (
              <Select
                {...control}
                {...(projects.current ? { value: projects.current.id } : {})}
                onChange={projects.choose}
                options={projects.items.map((p) => ({ value: p.id, label: p.name }))}
              />
            )}
          </Field>
        )}
        <UploadBox ensureProject={projects.ensure} />
      </section>
      <Samples ensureProject={projects.ensure} />
    </div>
  );
}
