"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { dropDraft, keepDraft, type NoteDraft, useKeptDraft } from "@/components/failures/note-draft";
import { useAgo } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { Field, Input, inputClass, Select } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { NoteView, Person } from "@/lib/db/failures/failure-notes";

type About = { orderId: string } | { sellerId: string; code: string; params: Record<string, string> };
type Props = { about: About; note: NoteView | null; now: string; people: Person[]; mayWrite: boolean };

/** Who looks after it, until when, and what is known; read in one line, written in a small form. */
export function Note(props: Props) {
  const t = useTranslations("note");
  const { about, note, now, mayWrite } = props;
  const draftKey = JSON.stringify(about);
  const kept = useKeptDraft(draftKey);
  const [opened, setEditing] = useState<boolean | null>(null);
  const done = () => {
    dropDraft(draftKey);
    setEditing(false);
  };
  if (opened ?? kept !== null) return <NoteForm {...props} kept={kept} draftKey={draftKey} onDone={done} />;
  if (!note && !mayWrite) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {note ? <NoteLine note={note} now={now} /> : <span className="text-muted">{t("none")}</span>}
      {mayWrite ? (
        <button
          type="button"
          onClick={() => setEditing(true)}
          className="ml-auto h-7 font-medium text-accent hover:underline"
        >
          {note ? t("edit") : t("write")}
        </button>
      ) : null}
    </div>
  );
}

function NoteLine({ note, now }: { note: NoteView; now: string }) {
  const t = useTranslations("note");
  const ago = useAgo(now);
  const format = useFormatter();
  const { assignee, dueAt, comment, updatedAt, updatedBy } = note;
  const late = dueAt !== null && dueAt < now;
  const due = dueAt && format.dateTime(new Date(dueAt), { dateStyle: "medium", timeStyle: "short" });
  return (
    <div className="min-w-0 flex-1" data-testid="note">
      <p className="flex flex-wrap items-center gap-x-3">
        {assignee ? (
          <span className="inline-flex items-center gap-1 font-medium">
            <Icon name="person" className="size-3.5" />
            {assignee.name}
          </span>
        ) : null}
        {due ? <span className={late ? "font-medium text-red" : ""}>{t(late ? "late" : "due", { due })}</span> : null}
      </p>
      {comment ? <p className="whitespace-pre-line break-words">{comment}</p> : null}
      <p className="text-muted text-xs">{`${updatedBy} · ${ago(updatedAt)}`}</p>
    </div>
  );
}

/** `2026-11-22T10:00` of the reader's own clock, as the browser's field wants it. */
function localInput(at: string | null): string {
  if (!at) return "";
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

type FormProps = Props & { kept: NoteDraft | null; draftKey: string; onDone: () => void };

const draftOf = (form: HTMLFormElement): NoteDraft => {
  const data = new FormData(form);
  const [assignee, due, comment] = ["assignee", "due", "comment"].map((name) => String(data.get(name) ?? ""));
  return { assignee: assignee ?? "", due: due ?? "", comment: comment ?? "" };
};

function NoteForm({ about, note, people, kept, draftKey, onDone }: FormProps) {
  const t = useTranslations();
  const toast = useToast();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (body: object) => sendJson("POST", "/api/failures/note", body),
    onSuccess: () => {
      toast.good(t("common.saved"));
      onDone();
    },
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { assignee, due, comment } = draftOf(event.currentTarget);
    save.mutate({ about, assigneeId: assignee || null, comment, dueAt: due ? new Date(due).toISOString() : null });
  };
  const stored = {
    assignee: note?.assignee?.id ?? "",
    due: localInput(note?.dueAt ?? null),
    comment: note?.comment ?? "",
  };
  const start = kept ?? stored;
  return (
    <form
      onSubmit={submit}
      onChange={({ currentTarget }) => keepDraft(draftKey, draftOf(currentTarget))}
      className="grid gap-3 sm:grid-cols-2"
    >
      <Field label={t("note.assignee")}>
        {(ids) => (
          <Select name="assignee" defaultValue={start.assignee} {...ids}>
            <option value="">{t("note.nobody")}</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("note.dueAt")}>
        {(ids) => <Input type="datetime-local" name="due" defaultValue={start.due} {...ids} />}
      </Field>
      <div className="sm:col-span-2">
        <Field label={t("note.comment")}>
          {(ids) => (
            <textarea
              name="comment"
              rows={2}
              maxLength={2000}
              defaultValue={start.comment}
              {...ids}
              className={`${inputClass} h-auto py-1.5`}
            />
          )}
        </Field>
      </div>
      <div className="flex justify-end gap-2 sm:col-span-2">
        <Button small onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button small look="primary" type="submit" disabled={save.isPending}>
          {save.isPending ? t("common.saving") : t("common.save")}
        </Button>
      </div>
    </form>
  );
}
