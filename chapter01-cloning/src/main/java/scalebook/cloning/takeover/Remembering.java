package scalebook.cloning.takeover;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/** Keeps each client at the clone that it got first, in a table that dies with its balancer. */
public final class Remembering implements Policy {
  private static final int MOST_CLIENTS = 100_000;

  private final Policy first;
  private final Map<String, Backend> table = new ConcurrentHashMap<>();

  /** {@code first} chooses for a new client. */
  public Remembering(Policy first) {
    this.first = first;
  }

  @Override
  public Backend pick(Backend[] candidates, String client) {
    if (table.size() > MOST_CLIENTS) {
      table.clear();
    }
    return table.compute(
        client,
        (name, known) ->
            known != null && List.of(candidates).contains(known)
                ? known
                : first.pick(candidates, client));
  }

  @Override
  public boolean keepsClients() {
    return true;
  }
}
