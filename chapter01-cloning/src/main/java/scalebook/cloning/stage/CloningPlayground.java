package scalebook.cloning.stage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.dns.Authority;
import scalebook.cloning.dns.Entry;
import scalebook.cloning.dns.NameServer;
import scalebook.cloning.dns.Zone;
import scalebook.cloning.front.FrontDoor;
import scalebook.cloning.front.RateLimit;
import scalebook.cloning.front.SelfSigned;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Lab;

/** The cluster behind its balancer, to try with curl, wrk or a browser. */
@Command(name = "play 1", description = "clones behind a balancer")
public final class CloningPlayground extends ClusterPlayground {
  private static final String BALANCER = "balancer";

  @Option(names = "--spares", description = "warm spares (default: ${DEFAULT-VALUE})")
  private int spares = 1;

  @Option(
      names = "--policy",
      description = "round-robin, least-connections … (default: ${DEFAULT-VALUE})")
  private String policy = "round-robin";

  @Option(names = "--dns-port", description = "of the zone's server (default: any free one)")
  private int dnsPort;

  private Cluster cluster;
  private FrontDoor door = FrontDoor.open();
  private Autopilot autopilot;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    Policy.Kind first = Policy.Kind.named(policy);
    Cluster.Setup setup =
        Cluster.Setup.of(DemoApp.in(lab.workspace().folder("shared")), workers)
            .settings(Settings.defaults().spares(spares))
            .front(Front.Setup.defaults().port(port));
    cluster = Cluster.open(setup, lab, this::event);
    cluster.balancer().rotation().policy(first.create());
    play(cluster);
    verb("policy NAME", "how the balancer chooses a worker", this::policy);
    verb(
        "front tls|deny ADDRESS|limit N|off",
        "what the public side sees: https, refusals, a limit",
        this::front);
    verb("start balancer", "another one, at the same port", this::start);
    autopilot = new Autopilot(cluster, this::event);
    verb(
        "autoscale on|off",
        "how many clones there are follows the load",
        words -> autopilot.turn(words.get(0)));
    NameServer names = NameServer.open(dnsPort, true, new Authority(zone(), Map.of()));
    verb(
        "zone",
        "the zone, and how to ask its server",
        words ->
            "dig @127.0.0.1 -p %d www.shop.test%n%s"
                .formatted(names.port(), zone().file())
                .strip());
    return () -> {
      names.close();
      autopilot.close();
      cluster.close();
    };
  }

  /** Where the clones are, by name. */
  private static Zone zone() {
    return Zone.of("shop.test", "127.0.0.1", 300, 60)
        .with("www", Entry.Type.A, 5, "127.0.0.1")
        .with("shop", Entry.Type.CNAME, 300, "www.shop.test.")
        .with("", Entry.Type.MX, 300, "10 ns.shop.test.");
  }

  /** Duties of a reverse proxy, one more each time. */
  private String front(List<String> words) throws Exception {
    door =
        switch (words.get(0)) {
          case "tls" -> door.tls(SelfSigned.create().server());
          case "deny" -> door.deny(Set.of(words.get(1)));
          case "limit" -> door.limit(perSecond(Integer.parseInt(words.get(1))));
          case "off" -> FrontDoor.open();
          default -> throw new IllegalArgumentException("tls, deny, limit or off");
        };
    cluster.balancer().door(door);
    return "front: %s, %d denied, %s"
        .formatted(
            door.tls().isPresent() ? "https://127.0.0.1:" + cluster.port() : "http",
            door.denied().size(),
            door.limit().isPresent() ? "limited" : "no limit");
  }

  private static RateLimit perSecond(int requests) {
    return new RateLimit(requests, requests, 10_000, System::nanoTime);
  }

  @Override
  protected String killable() {
    return "N|" + BALANCER;
  }

  @Override
  protected String kill(String what) throws Exception {
    if (!what.equals(BALANCER)) {
      return super.kill(what);
    }
    cluster.killBalancer();
    return "the balancer is dead: its port refuses, the clones wait";
  }

  private String start(List<String> words) {
    if (!words.get(0).equals(BALANCER)) {
      throw new IllegalArgumentException("only the balancer is started by hand");
    }
    cluster.startBalancer();
    cluster.balancer().door(door);
    return "the balancer is back at port " + cluster.port();
  }

  private String policy(List<String> words) {
    Policy.Kind kind = Policy.Kind.named(words.get(0));
    cluster.balancer().rotation().policy(kind.create());
    return "policy " + kind;
  }
}
