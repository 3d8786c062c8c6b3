import type { Presence, Role } from "../../../shared/account.ts";
import type { AuditAction } from "../../../shared/audit.ts";
import type { DashboardLanguage } from "../../../shared/dashboard-language.ts";

/** The tables of agents and their rights. */
export interface AccountSchema {
  agents: Agents;
  agent_sessions: AgentSessions;
  agent_accounts: AgentAccounts;
  agent_verifications: AgentVerifications;
  agent_two_factors: AgentTwoFactors;
  agent_used_codes: AgentUsedCodes;
  agent_browsers: AgentBrowsers;
  agent_presence: AgentPresence;
  memberships: Memberships;
  invitations: Invitations;
  audit_log: AuditLog;
}

/** better-auth's tables keep that library's column names. */
interface Agents {
  id: string;
  name: string;
  email: string;
  emailVerified: number;
  image: string | null;
  twoFactorEnabled: number;
  /** When an admin disabled the account, ms since 1970; null: it is not disabled. */
  disabled_at: number | null;
  /** The language of the dashboard; null: the browser's. */
  language: DashboardLanguage | null;
  createdAt: string;
  updatedAt: string;
}
interface AgentSessions {
  id: string;
  expiresAt: string;
  token: string;
  createdAt: string;
  updatedAt: string;
  ipAddress: string | null;
  userAgent: string | null;
  userId: string;
}
interface AgentAccounts {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: string | null;
  refreshTokenExpiresAt: string | null;
  scope: string | null;
  password: string | null;
  createdAt: string;
  updatedAt: string;
}
interface AgentVerifications {
  id: string;
  identifier: string;
  value: string;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
}
/** The secret of an agent's authenticator app, and the recovery codes, both encrypted with the session secret. */
interface AgentTwoFactors {
  id: string;
  secret: string;
  backupCodes: string;
  userId: string;
  /** 0: the agent has not entered a first code yet. */
  verified: number;
  failedVerificationCount: number;
  lockedUntil: string | null;
}

/** Codes of authenticator apps that were used while they are valid, so that each works once (RFC 6238, section 5.2). */
interface AgentUsedCodes {
  agent_id: string;
  code_hash: string;
  used_at: number;
}
/** The browsers in which an agent has signed in before. */
interface AgentBrowsers {
  agent_id: string;
  token_hash: string;
  seen_at: number;
}

interface AgentPresence {
  agent_id: string;
  status: Presence;
  seen_at: number;
}

interface Memberships {
  property_id: string;
  agent_id: string;
  role: Role;
  created_at: number;
}

interface Invitations {
  id: string;
  property_id: string;
  email: string;
  role: Role;
  token_hash: string;
  invited_by: string;
  created_at: number;
  expires_at: number;
  accepted_at: number | null;
  /** 1: the link went to the mailbox and nowhere else, so whoever has it owns the address. */
  is_mailed: number;
}

/** Acts with rights that matter (R38). */
interface AuditLog {
  /** Sorts by time. */
  id: string;
  property_id: string;
  at: number;
  action: AuditAction;
  /** Null: the command line, or the server itself. */
  actor_id: string | null;
  /** As it was then. */
  actor_name: string;
  /** The agent whom it concerns, by the name or e-mail of then. */
  subject_name: string | null;
  /** The visitor or contact whom it concerns; removed when they are erased. */
  person_id: string | null;
  /** AuditDetails as JSON. */
  details: string;
  /** The network address; empty: none. */
  address: string;
  /** `Firefox 128 on Linux`; empty: unknown. */
  browser: string;
}
