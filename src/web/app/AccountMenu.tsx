import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useT } from "../lib/i18n.ts";
import { usePlace } from "../lib/place.ts";
import { initials, useSession } from "../lib/session.ts";
import { signOut } from "../lib/signIn.ts";
import { Popup } from "../ui/Popup.tsx";

/** The account: profile, keys, sign out. */
export function AccountMenu() {
  const t = useT();
  const navigate = useNavigate();
  const place = usePlace();
  const client = useQueryClient();
  const { profile } = useSession();
  if (!profile) return null;
  const leave = async () => {
    await signOut();
    client.clear();
    await navigate("/login");
  };
  return (
    <Popup
      side="end"
      label={t("Account")}
      button={(attributes) => (
        <button type="button" className="account" {...attributes}>
          <span className="avatar me">{initials(profile.name)}</span>
          <span className="sr">{t("Account of {name}", { name: profile.name })}</span>
        </button>
      )}
    >
      {(close) => (
        <div className="menu-list">
          <div className="menu-who">
            <b className="block">{profile.name}</b>
            <span className="t2">{profile.email}</span>
          </div>
          <div className="menu-rule" />
          <Link to={place.at("settings/profile", null)} onClick={close}>
            {t("Profile")}
          </Link>
          <Link to={place.at("settings/keys", null)} onClick={close}>
            {t("API keys")}
          </Link>
          <Link to={place.at("settings/sessions", null)} onClick={close}>
            {t("Sessions")}
          </Link>
          <div className="menu-rule" />
          <button type="button" onClick={() => void leave()}>
            {t("Sign out")}
          </button>
        </div>
      )}
    </Popup>
  );
}
