/** The languages of an owner's server for which there is a snippet. */
export const SNIPPET_LANGUAGES = [
  { value: "node", label: "Node" },
  { value: "php", label: "PHP" },
  { value: "python", label: "Python" },
  { value: "ruby", label: "Ruby" },
  { value: "go", label: "Go" },
  { value: "csharp", label: "C#" },
  { value: "java", label: "Java" },
  { value: "liquid", label: "Shopify" },
] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number]["value"];

/** The code that signs the user of a request, for the owner's server (R33). Each reads the secret from the environment. */
export const SERVER_SNIPPETS: Readonly<Record<SnippetLanguage, string>> = {
  node: `// no package needed
import { createHmac } from "node:crypto";
import { env } from "node:process";

export function foyerToken(user) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + 3600; // an hour
  const signed = part({ alg: "HS256", typ: "JWT" }) + "." +
    part({ user_id: String(user.id), name: user.name, email: user.email, exp });
  const secret = env.FOYER_IDENTITY_SECRET;
  return signed + "." + createHmac("sha256", secret).update(signed).digest("base64url");
}`,
  php: `// no package needed
function foyer_token($user) {
  $part = fn($value) => rtrim(strtr(base64_encode($value), '+/', '-_'), '=');
  $signed = $part(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . $part(json_encode([
    'user_id' => (string) $user->id,
    'name' => $user->name,
    'email' => $user->email,
    'exp' => time() + 3600, // an hour
  ]));
  return $signed . '.' . $part(hash_hmac('sha256', $signed, getenv('FOYER_IDENTITY_SECRET'), true));
}`,
  python: `# no package needed
import base64, hashlib, hmac, json, os, time

def foyer_token(user):
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")
    claims = {
        "user_id": str(user.id),
        "name": user.name,
        "email": user.email,
        "exp": int(time.time()) + 3600,  # an hour
    }
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    secret = os.environ["FOYER_IDENTITY_SECRET"].encode()
    return (signed + b"." + part(hmac.new(secret, signed, hashlib.sha256).digest())).decode()`,
  ruby: `# gem "jwt"
require "jwt"

def foyer_token(user)
  claims = { user_id: user.id.to_s, name: user.name, email: user.email, exp: Time.now.to_i + 3600 }
  JWT.encode(claims, ENV.fetch("FOYER_IDENTITY_SECRET"), "HS256")
end`,
  go: `// go get github.com/golang-jwt/jwt/v5
func foyerToken(id, name, email string) (string, error) {
	claims := jwt.MapClaims{
		"user_id": id, "name": name, "email": email,
		"exp": time.Now().Add(time.Hour).Unix(),
	}
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	return token.SignedString([]byte(os.Getenv("FOYER_IDENTITY_SECRET")))
}`,
  csharp: `// no package needed
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

static string FoyerToken(string id, string name, string email)
{
    static string Part(byte[] data) =>
        Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    var exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
    var signed = Part(JsonSerializer.SerializeToUtf8Bytes(new { alg = "HS256", typ = "JWT" })) + "." +
        Part(JsonSerializer.SerializeToUtf8Bytes(new { user_id = id, name, email, exp }));
    var secret = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable("FOYER_IDENTITY_SECRET")!);
    return signed + "." + Part(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(signed)));
}`,
  java: `// com.auth0:java-jwt
static String foyerToken(String id, String name, String email) {
  return JWT.create()
      .withClaim("user_id", id)
      .withClaim("name", name)
      .withClaim("email", email)
      .withExpiresAt(Instant.now().plus(1, ChronoUnit.HOURS))
      .sign(Algorithm.HMAC256(System.getenv("FOYER_IDENTITY_SECRET")));
}`,
  liquid: `{% comment %} Liquid makes no tokens. The hash proves the customer's ID; name and e-mail are claims. {% endcomment %}
{% if customer %}
<script>
  window.Foyer = window.Foyer || Object.assign(function () { Foyer.q.push(arguments) }, { q: [] });
  Foyer("identify", {
    user_id: "{{ customer.id }}",
    user_hash: {{ customer.id | append: "" | hmac_sha256: "YOUR_SECRET" | json }},
    name: {{ customer.name | json }},
    email: {{ customer.email | json }}
  });
</script>
{% endif %}`,
};

/** The lines for the pages of a signed-in user. */
export const PAGE_SNIPPET = `<script>
  window.Foyer = window.Foyer || Object.assign(function () { Foyer.q.push(arguments) }, { q: [] });
  Foyer("identify", "THE TOKEN FROM YOUR SERVER");
</script>`;

/** The call for the moment at which the user signs out. */
export const LOGOUT_SNIPPET = `Foyer("logout");`;
