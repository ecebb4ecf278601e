/** The product's mark. */
export function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden>
      <rect x=".5" y=".5" width="21" height="21" rx="6" fill="var(--primary-tint)" stroke="var(--primary-line)" />
      <path d="M6 15.5V6.5M6 15.5h6" stroke="var(--primary)" strokeWidth="2.2" strokeLinecap="round" fill="none" />
      <circle cx="14.8" cy="8" r="2.4" fill="none" stroke="var(--primary)" strokeWidth="1.8" />
    </svg>
  );
}
