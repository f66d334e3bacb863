package scalebook.cloning.lessons;

import static scalebook.cloning.stage.names.Directory.EAST;
import static scalebook.cloning.stage.names.Directory.LONG_TTL;
import static scalebook.cloning.stage.names.Directory.NO_TTL;
import static scalebook.cloning.stage.names.Directory.WEST;
import static scalebook.cloning.stage.names.Directory.name;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.dns.Authority;
import scalebook.cloning.dns.CachingResolver;
import scalebook.cloning.dns.CachingResolver.Keeping;
import scalebook.cloning.dns.Choice;
import scalebook.cloning.dns.Entry.Type;
import scalebook.cloning.dns.NameServer;
import scalebook.cloning.dns.Zone;
import scalebook.cloning.stage.names.Asking;
import scalebook.cloning.stage.names.Directory;
import scalebook.cloning.stage.names.Failover;
import scalebook.cloning.stage.names.Independent;
import scalebook.cloning.stage.names.JvmCaches;
import scalebook.cloning.stage.names.NewName;
import scalebook.cloning.stage.names.Policies;
import scalebook.cloning.stage.names.Sites;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * The first balancer of all: which site does a name lead to, and for how long?
 *
 * <p>A server answers for two sites by policy. One site dies; whoever remembers its address goes
 * there until the TTL ends. Seconds of TTLs are counted, not waited for.
 *
 * <pre>./book dns --seed 7</pre>
 */
@Command(name = "dns", description = "which site does a name lead to, and for how long?")
@Idea(
    value = {Choice.class, CachingResolver.class},
    method = "Choice.order",
    test = "dns.AuthorityTest")
@Without(
    name = "policy",
    what = "each name's policy",
    falls = {Lesson9Dns.SHARES, Lesson9Dns.NEAR})
@Without(name = "subnet", what = "the client's subnet in questions", falls = Lesson9Dns.NEAR)
@Without(name = "health", what = "leaving sick sites out", falls = Lesson9Dns.LEFT)
@Without(
    name = "ttl",
    what = "the end of a TTL",
    falls = {Lesson9Dns.LEFT, Lesson9Dns.ONCE})
@Without(name = "cache", what = "remembering answers", falls = Lesson9Dns.ONCE)
@Without(name = "negative", what = "remembering NXDOMAIN", falls = Lesson9Dns.NO)
@Without(name = "jvm-ttl", what = "a TTL in the JVM's cache", falls = Lesson9Dns.JVM)
@Without(name = "tcp", what = "the server's TCP port", falls = Lesson9Dns.AGREE)
public final class Lesson9Dns extends Lesson {
  static final String SHARES = "first answers follow rotation and weights, by chi-square";
  static final String NEAR = "latency picks the fast site, place the near one";
  static final String LEFT = "clients leave a dead site within one TTL and check";
  static final String ONCE = "a resolver asks once per TTL, however many lookups";
  static final String NO = "NXDOMAIN is cached for its own TTL and no longer";
  static final String JVM = "a JVM with a TTL leaves the dead site";
  static final String AGREE =
      "dnsjava, dig and named-checkzone, where installed, agree with our zone";

  @Option(names = "--seed", description = "of the weighted choice (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Two sites, one dies. Where does a name lead, and for how long?");
    Path folder = lab().workspace().folder("names");
    DemoApp app = DemoApp.alone();
    Zone zone = Directory.zone();
    try (Sites sites = Sites.open(folder, Map.of(EAST, app.slow(20), WEST, app));
        NameServer server = NameServer.open(0, with("tcp"), new Authority(zone, Map.of()))) {
      Independent others = Independent.compare(zone, server.port(), folder);
      server.authority(authority(zone, sites));
      Policies policies = Policies.ask(story, server.port(), either(400, 200), with("subnet"));
      Keeping keeping = with("ttl") ? Keeping.BY_TTL : Keeping.FOR_EVER;
      keeping = with("cache") ? keeping : Keeping.NOT;
      List<Failover.Client> clients =
          Failover.run(story, sites, server.port(), either(180, 90), keeping);
      List<Failover.Client> caching = clients.subList(1, clients.size());
      JvmCaches jvms = JvmCaches.move(story, folder, EAST, WEST, with("jvm-ttl") ? 1 : -1);
      NewName fresh = fresh(zone, sites, server);
      others.tell(story, fresh);
      story.control("a client that never asks again stays", clients.get(0).stillFails());
      story.control("a JVM that caches for ever stays, too", !jvms.forEverLeft());
      story.claim(SHARES, policies.chanceFits());
      story.claim(NEAR, policies.pointed());
      story.claim(LEFT, caching.stream().allMatch(Failover.Client::leftInTime));
      story.claim(ONCE, caching.stream().allMatch(Failover.Client::askedOncePerTtl));
      story.claim(NO, fresh.rememberedFor(NO_TTL));
      story.claim(JVM, jvms.shortLeft());
      story.claim(AGREE, others.differences().isEmpty());
    }
  }

  private Authority authority(Zone zone, Sites sites) {
    return Directory.authority(
        zone, sites, seed, policy -> with("policy") ? policy : Choice.AS_WRITTEN, with("health"));
  }

  private NewName fresh(Zone zone, Sites sites, NameServer server) throws Exception {
    Authority more = authority(zone.with("fresh", Type.A, LONG_TTL, WEST), sites);
    Asking asking = new Asking(server.port());
    return NewName.lookup(asking, name("fresh"), with("negative"), () -> server.authority(more));
  }

  public static void main(String[] args) {
    run(new Lesson9Dns(), args);
  }
}
