import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { getProfile, updateProfile, type Profile } from "../../../../capabilities/identity/contract/profile.ts";
import { chooseLanguage, languages, useT } from "../../../lib/i18n.ts";
import { queryFor, useAct } from "../../../lib/query.ts";
import { Card } from "../../../ui/Card.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Async } from "../../../ui/states.tsx";
import { chooseTheme } from "../../../ui/theme/mode.ts";
import { toast } from "../../../ui/toasts.ts";
import { useForm } from "../../../ui/useForm.ts";
import { Refused } from "../components/CredentialForm.tsx";
import { PasswordCard } from "../components/PasswordCard.tsx";

export default function ProfilePage() {
  const t = useT();
  const profile = useQuery(queryFor(getProfile, {}));
  return (
    <Page title={t("Profile")} meta={<span>{t("Only you see and change this. Colleagues see your name.")}</span>}>
      <Async query={profile} what={t("Your profile could not load.")} shape="block">
        {(data) => (
          <div className="grid c2">
            <ProfileForm key={data.id} profile={data} />
            <PasswordCard profile={data} />
          </div>
        )}
      </Async>
    </Page>
  );
}

function ProfileForm({ profile }: { profile: Profile }) {
  const t = useT();
  const client = useQueryClient();
  const save = useAct(updateProfile, {
    onDone: (saved) => {
      client.setQueryData(queryFor(getProfile, {}).queryKey, saved);
      chooseTheme(saved.theme);
      chooseLanguage(saved.language);
      toast({ tone: "done", text: t("Profile saved") });
    },
    onProblem: (error) => form.refuse(error),
  });
  const form = useForm(updateProfile.input, { name: profile.name, language: profile.language, timeZone: profile.timeZone, theme: profile.theme }, (values) =>
    save.mutate(values),
  );
  return (
    <Card title={t("You")} remark={profile.email} pad>
      <form className="col g12" onSubmit={form.onSubmit} noValidate>
        <Field label={t("Name")} error={form.errorOf("name")}>
          {(field) => (
            <Input
              {...field}
              autoComplete="name"
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
              onBlur={() => form.blur("name")}
            />
          )}
        </Field>
        <Field
          label={t("Language")}
          help={t("More languages come with the assistant. The pseudo-locale shows texts that would not fit.")}
          error={form.errorOf("language")}
        >
          {(field) => (
            <Select
              {...field}
              value={form.values.language}
              onChange={(value) => form.set("language", value)}
              options={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            />
          )}
        </Field>
        <Field label={t("Time zone")} help={t("Charts and times use it. The API always answers in UTC.")} error={form.errorOf("timeZone")}>
          {(field) => (
            <Select
              {...field}
              showSearch
              value={form.values.timeZone}
              onChange={(value) => form.set("timeZone", value)}
              options={zones(form.values.timeZone).map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        <Field label={t("Theme")} error={form.errorOf("theme")}>
          {(field) => (
            <Select
              {...field}
              value={form.values.theme}
              onChange={(value) => form.set("theme", value)}
              options={[
                { value: "dark", label: t("Dark") },
                { value: "light", label: t("Light") },
                { value: "system", label: t("As the system") },
              ]}
            />
          )}
        </Field>
        {form.problem === null ? null : <Refused detail={form.problem.detail} fix={form.problem.fix} />}
        <div className="row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t("Save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function zones(current: string): string[] {
  return [...new Set(["UTC", current, ...Intl.supportedValuesOf("timeZone")])];
}
