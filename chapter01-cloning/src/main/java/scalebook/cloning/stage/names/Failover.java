package scalebook.cloning.stage.names;

import static scalebook.cloning.stage.names.Directory.EAST;
import static scalebook.cloning.stage.names.Directory.LONG_TTL;
import static scalebook.cloning.stage.names.Directory.SHORT_TTL;
import static scalebook.cloning.stage.names.Directory.name;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.cloning.dns.CachingResolver;
import scalebook.cloning.dns.CachingResolver.Keeping;
import scalebook.lab.story.Story;

/**
 * A site dies under clients that resolve its name. Seconds are counted, not waited for: minutes of
 * TTLs pass in a moment; questions, checks and requests are real.
 */
public final class Failover {
  /** The server's checks come so often. */
  private static final int KILL_AT = 21;

  private static final int CHECK_SECONDS = 5;

  private final Sites sites;
  private final String doomed;
  private final int seconds;
  private final int killAt;
  private final List<Client> clients = new ArrayList<>();
  private long now;

  /** Three clients, all sent to the site that dies: one keeps its address for ever. */
  public static List<Client> run(Story story, Sites sites, int port, int seconds, Keeping keeping)
      throws Exception {
    Asking asking = new Asking(port);
    Failover all = new Failover(sites, EAST, seconds, KILL_AT);
    all.client("never asks again", name("standby"), LONG_TTL, asking, Keeping.FOR_EVER);
    all.client("TTL of 30 s", name("standby"), LONG_TTL, asking, keeping);
    all.client("TTL of 6 s", name("quick"), SHORT_TTL, asking, keeping);
    return all.run(story);
  }

  private Failover(Sites sites, String doomed, int seconds, int killAt) {
    this.sites = sites;
    this.doomed = doomed;
    this.seconds = seconds;
    this.killAt = killAt;
  }

  /** One client with a resolver of its own, and what it met. */
  public final class Client {
    private final String label;
    private final String name;
    private final int ttl;
    private final CachingResolver resolver;
    private long failed;
    private long lastFailure = -1;

    private Client(String label, String name, int ttl, CachingResolver resolver) {
      this.label = label;
      this.name = name;
      this.ttl = ttl;
      this.resolver = resolver;
    }

    private void request() throws IOException {
      if (!sites.answers(resolver.lookup(name).get(0))) {
        failed++;
        lastFailure = now;
      }
    }

    public boolean stillFails() {
      return lastFailure == seconds - 1;
    }

    /** From the site's death until the last request that failed, in TTLs. */
    private double ttlsUntilItLeft() {
      return (lastFailure + 1.0 - killAt) / ttl;
    }

    /** No sooner than the death, no later than a TTL and a check after it. */
    public boolean leftInTime() {
      return failed > 0 && ttlsUntilItLeft() <= 1 + (double) CHECK_SECONDS / ttl;
    }

    private double queriesPerTtl() {
      return resolver.queries() * (double) ttl / seconds;
    }

    /** One more for the answer that ends with the run. */
    public boolean askedOncePerTtl() {
      return queriesPerTtl() >= 0.9 && resolver.queries() <= seconds / ttl + 1;
    }

    private void row(Story.Table table) {
      String left = stillFails() ? "never" : "%.2f".formatted(ttlsUntilItLeft());
      String queries = "%.2f".formatted(queriesPerTtl());
      table
          .row(label, seconds, failed, left, resolver.queries(), queries)
          .figure("failed." + ttl, failed)
          .figure("failoverTtls." + ttl, ttlsUntilItLeft())
          .figure("queriesPerTtl." + ttl, queriesPerTtl());
    }
  }

  private void client(String label, String name, int ttl, Asking asking, Keeping keeping) {
    CachingResolver resolver = new CachingResolver(asking::addresses, keeping, true, () -> now);
    clients.add(new Client(label, name, ttl, resolver));
  }

  /** Each client sends a request a second; in the order in which they were named. */
  private List<Client> run(Story story) throws Exception {
    for (now = 0; now < seconds; now++) {
      if (now == killAt) {
        sites.kill(doomed);
        story.event(doomed, "killed at second %d", now);
      }
      if (now % CHECK_SECONDS == 0) {
        sites.check();
      }
      for (Client client : clients) {
        client.request();
      }
    }
    Story.Table table =
        story.table("client", "requests", "failed", "left after, TTLs", "queries", "per TTL");
    Map<String, Double> bars = new LinkedHashMap<>();
    for (Client client : clients) {
      client.row(table);
      bars.put(client.label, (double) client.failed);
    }
    story.figure("failoverTtls", clients.get(1).ttlsUntilItLeft());
    story.figure("queriesPerTtl", clients.get(1).queriesPerTtl());
    story.bars("Requests to a dead site", "client", "failed", bars);
    return clients;
  }
}
