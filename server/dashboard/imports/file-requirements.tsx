/** What the file has to be like, by an example. */
export function FileRequirements() {
  return (
    <div class="needed">
      <div>
        <h3>What the file needs</h3>
        <ul class="prose">
          <li>A first line that names the columns.</li>
          <li>
            In every row a name, and an <span class="whole">e-mail</span>, a phone or your own ID for the
            person.
          </li>
          <li>
            Phones with <bdi>+</bdi> and the country’s code.
          </li>
          <li>If you like: organizations, tags, notes, and the attributes that you defined.</li>
        </ul>
        <p class="hint">
          Commas, semicolons or tabs, and any usual encoding. Exports of tawk.to, Chatwoot, Intercom, HubSpot
          and Google Contacts are recognised.
        </p>
      </div>
      <table class="example" aria-label="Example of a file">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">E-mail</th>
            <th scope="col">Phone</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>Ada Lovelace</td>
            <td>ada@example.com</td>
            <td>
              <bdi>+442071234567</bdi>
            </td>
          </tr>
          <tr>
            <td>
              <bdi>ليلى حداد</bdi>
            </td>
            <td />
            <td>
              <bdi>+96171234567</bdi>
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
