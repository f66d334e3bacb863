package scalebook.sessions.stage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import scalebook.cloning.stage.ClusterPlayground;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;

/** A site to log in to, with its sessions kept in the way that you choose. */
@Command(name = "play 2", description = "a site to log in to, and a choice of where sessions live")
public final class SessionsPlayground extends ClusterPlayground {
  @Option(
      names = "--strategy",
      converter = Typed.class,
      description =
          "memory, sticky-cookie, sticky-address, sticky-consistent, shared, client-side,"
              + " replicated, hybrid, two-datacentres (default: ${DEFAULT-VALUE})")
  private Strategy strategy = Strategy.SHARED;

  private static final String A = TwoSites.A;
  private static final String B = TwoSites.B;

  private Optional<Redis> store = Optional.empty();
  private Optional<Redis> copy = Optional.empty();
  private volatile boolean dark;

  /** As the book writes them: with hyphens. */
  static final class Typed implements ITypeConverter<Strategy> {
    @Override
    public Strategy convert(String text) {
      try {
        return Strategy.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("no strategy '" + text + "'");
      }
    }
  }

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    boolean none = strategy.store() == Store.MEMORY || strategy.store() == Store.REPLICATED;
    store = none ? Optional.empty() : Optional.of(lab.redis("store"));
    Channel channel = Channel.open();
    Site app =
        Site.of(store.map(Redis::url).orElse(""), strategy.store()).channel(channel.address());
    SiteCluster.Setup setup = SiteCluster.Setup.of(app, workers).port(port);
    SiteCluster site = new SiteCluster(lab, places(lab, setup), this::event);
    site.use(strategy);
    play(site.cluster());
    verb("site kill", "all workers of a site die, with its store", words -> goDark(site));
    if (store.isPresent()) {
      verb("start store", "the store is back, and empty", words -> start());
    }
    System.out.println("  sessions: " + strategy.description());
    return () -> {
      site.close();
      channel.close();
    };
  }

  /** Odd slots are at site a, even ones at b, and all at b when a is dark. */
  private SiteCluster.Setup places(Lab lab, SiteCluster.Setup setup) {
    if (strategy != Strategy.TWO_DATACENTRES) {
      return setup;
    }
    Redis a = store.orElseThrow();
    Redis b = lab.redis("store-b");
    String follow = "replicaof %s %d";
    Redis copyOfA = lab.redis("copy-of-a", List.of(follow.formatted(a.host(), a.port())));
    Redis copyOfB = lab.redis("copy-of-b", List.of(follow.formatted(b.host(), b.port())));
    copy = Optional.of(copyOfA);
    Site.Sites atA = new Site.Sites(A, Map.of(A, a.url(), B, copyOfB.url()));
    Site.Sites atB = new Site.Sites(B, Map.of(A, copyOfA.url(), B, b.url()));
    return setup.sites(slot -> dark || slot % 2 == 0 ? atB : atA);
  }

  private String goDark(SiteCluster site) throws Exception {
    dark = true;
    store.ifPresent(Redis::kill);
    copy.ifPresent(Replicas::promote);
    for (int slot = 1; slot <= workers; slot += copy.isPresent() ? 2 : 1) {
      site.cluster().supervisor().kill(slot);
    }
    return "the site is dark" + (copy.isPresent() ? ", its copy at the other one takes over" : "");
  }

  @Override
  protected String kill(String what) throws Exception {
    if (!what.equals("store")) {
      return super.kill(what);
    }
    store.orElseThrow(() -> new IllegalArgumentException("there is no store")).kill();
    return "the store is dead";
  }

  @Override
  protected Map<String, String> stores() {
    return store.map(one -> Map.of("store", one.alive() ? "up" : "down")).orElse(Map.of());
  }

  private String start() {
    store.orElseThrow().start();
    return "the store is back, and empty";
  }
}
