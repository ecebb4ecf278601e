import { Button, Input } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Bookmark, Save, Share2, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { createView, deleteView, listViews, shareView, updateView, type View } from "../../../../../capabilities/tracking/contract/views.ts";
import { useT } from "../../../../lib/i18n.ts";
import { problemOf } from "../../../../lib/problem.ts";
import { queryFor, useAct } from "../../../../lib/query.ts";
import { Popup } from "../../../../ui/Popup.tsx";
import { toast } from "../../../../ui/toasts.ts";
import { useDo } from "../../../../ui/useDo.ts";
import type { ViewHandle } from "../../hooks/useRunView.ts";
import { viewQuery } from "../../hooks/viewState.ts";

/** Saved views of the project: open, save, save anew, share, delete with undo. The address holds the whole view anyway. */
export function ViewPicker({ projectId, may, handle }: { projectId: string; may: boolean; handle: ViewHandle }) {
  const t = useT();
  const views = useQuery({ ...queryFor(listViews, { projectId, limit: 200 }), staleTime: 30_000 });
  const now = viewQuery(handle.params);
  const saved = views.data?.items.find((view) => view.id === handle.params.get("saved")) ?? views.data?.items.find((view) => view.query === now && now !== "");
  const changed = saved !== undefined && saved.query !== now;
  return (
    <Popup
      label={t("Saved views")}
      button={(attributes) => (
        <Button size="small" icon={<Bookmark />} className={saved ? "chosen" : "quiet"} {...attributes}>
          <span className="ellipsis view-name">{saved ? (changed ? t("{name}, changed", { name: saved.name }) : saved.name) : t("Views")}</span>
        </Button>
      )}
    >
      {(close) => (
        <Views projectId={projectId} may={may} handle={handle} views={views.data?.items ?? []} failed={views.error} saved={saved} now={now} close={close} />
      )}
    </Popup>
  );
}

interface ViewsProps {
  projectId: string;
  /** Whether this person may share with the project. */
  may: boolean;
  handle: ViewHandle;
  views: readonly View[];
  failed: Error | null;
  saved: View | undefined;
  now: string;
  close(): void;
}

function Views({ projectId, may, handle, views, failed, saved, now, close }: ViewsProps) {
  const t = useT();
  const mine = views.filter((view) => view.mine);
  const shared = views.filter((view) => !view.mine);
  const share = useDo(shareView);
  const update = useDo(updateView, { onDone: (view) => toast({ tone: "done", text: t("View {name} saved.", { name: view.name }) }) });
  const remake = useAct(createView);
  const remove = useDo(deleteView, {
    onDone: (gone, { viewId }) => {
      const was = views.find((view) => view.id === viewId);
      toast({
        tone: "done",
        text: t("View {name} deleted.", { name: gone.name }),
        undo: async () => {
          if (!was) return;
          const made = await remake.mutateAsync({ projectId, name: was.name, query: was.query });
          if (was.shared && made.kind === "done") share.mutate({ viewId: made.output.id, shared: true });
        },
      });
    },
  });
  const list = (title: string, items: readonly View[]) =>
    items.length === 0 ? null : (
      <div className="col g4">
        <h3>{title}</h3>
        {items.map((view) => (
          <div key={view.id} className={`view-line ${view.id === saved?.id ? "here" : ""}`}>
            <button
              type="button"
              className="grow ellipsis"
              aria-current={view.id === saved?.id ? "true" : undefined}
              onClick={() => {
                close();
                handle.open(view.query, view.id);
              }}
            >
              {view.name}
            </button>
            {view.mine ? (
              <>
                {may ? (
                  <button
                    type="button"
                    className="icon-button s"
                    aria-pressed={view.shared}
                    title={view.shared ? t("Shared with the project") : t("Only you see it")}
                    aria-label={t("Share {name} with the project", { name: view.name })}
                    onClick={() => share.mutate({ viewId: view.id, shared: !view.shared })}
                  >
                    <Share2 size={14} aria-hidden color={view.shared ? "var(--primary)" : undefined} />
                  </button>
                ) : null}
                <button
                  type="button"
                  className="icon-button s"
                  aria-label={t("Delete view {name}", { name: view.name })}
                  onClick={() => remove.mutate({ viewId: view.id })}
                >
                  <Trash2 size={14} aria-hidden />
                </button>
              </>
            ) : (
              <span className="sm t2 nowrap">{view.createdBy}</span>
            )}
          </div>
        ))}
      </div>
    );
  return (
    <div className="col view-list">
      {failed ? <p className="err sm">{problemOf(failed).detail}</p> : null}
      {views.length === 0 && !failed ? <p className="t2 sm">{t("No view yet. Arrange the table, then save it under a name.")}</p> : null}
      {list(t("Mine"), mine)}
      {list(t("Shared by others"), shared)}
      {saved?.mine && saved.query !== now ? (
        <div className="row wrap">
          <Button size="small" icon={<Save />} loading={update.isPending} onClick={() => update.mutate({ viewId: saved.id, query: now })}>
            {t("Save changes")}
          </Button>
          <Button size="small" className="quiet" icon={<Undo2 />} onClick={() => handle.open(saved.query, saved.id)}>
            {t("Back to saved")}
          </Button>
        </div>
      ) : null}
      <NewView
        projectId={projectId}
        query={now}
        onDone={(view) => {
          close();
          handle.open(view.query, view.id);
        }}
      />
    </div>
  );
}

function NewView({ projectId, query, onDone }: { projectId: string; query: string; onDone(view: View): void }) {
  const t = useT();
  const [name, setName] = useState("");
  const create = useAct(createView, { onDone });
  const problem = create.error ? problemOf(create.error) : null;
  return (
    <form
      className="col g4"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") create.mutate({ projectId, name: name.trim(), query });
      }}
    >
      <div className="row g6">
        <Input
          size="small"
          maxLength={120}
          placeholder={t("Name of a new view")}
          aria-label={t("Name of a new view")}
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <Button size="small" htmlType="submit" type="primary" disabled={name.trim() === ""} loading={create.isPending}>
          {t("Save view")}
        </Button>
      </div>
      {problem === null ? null : (
        <p className="err sm" role="alert">
          {problem.detail} {problem.fix}
        </p>
      )}
    </form>
  );
}
