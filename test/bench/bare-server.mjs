// The baseline of submissions.ts.
import { bareServer } from "./bare-commits.mjs";

const server = bareServer({
  table: "id text primary key, token text not null, body text not null",
  read: ({ token, deliveries: [delivery] }) => ({
    id: delivery.id,
    row: [delivery.id, token, JSON.stringify(delivery)],
  }),
});
server.listen(Number(process.env.PORT), () => {
  process.stdout.write(`Ready: http://localhost:${server.address().port}\n`);
});
