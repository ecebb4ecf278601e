import { totalmem } from "node:os";

const mib = 1024 * 1024;

/**
 * Settings of the embedded server, given on its command line so that no file can go stale.
 * Durability stays on: an answered commit is on disk.
 */
export function settings(port: number, overrides: Readonly<Record<string, string>> = {}): string[] {
  const memory = totalmem();
  const chosen: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    max_connections: "120",
    shared_buffers: `${Math.round(Math.min(Math.max(memory / 16, 128 * mib), 512 * mib) / mib)}MB`,
    effective_cache_size: `${Math.round(memory / 4 / mib)}MB`,
    work_mem: "16MB",
    maintenance_work_mem: "128MB",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    random_page_cost: "1.1",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] %q%u@%d ",
    password_encryption: "scram-sha-256",
    idle_in_transaction_session_timeout: "5min",
    ...overrides,
  };
  return Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
