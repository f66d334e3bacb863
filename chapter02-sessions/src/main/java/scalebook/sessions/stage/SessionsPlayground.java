package scalebook.sessions.stage;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import scalebook.cloning.stage.ClusterPlayground;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;

/** A site to log in to, with its sessions kept in the way that you choose. */
@Command(name = "play 2", description = "a site to log in to, and a choice of where sessions live")
public final class SessionsPlayground extends ClusterPlayground {
  @Option(
      names = "--strategy",
      converter = Typed.class,
      description =
          "memory, sticky-cookie, sticky-address, sticky-consistent, shared, client-side (default:"
              + " ${DEFAULT-VALUE})")
  private Strategy strategy = Strategy.SHARED;

  private Optional<Redis> store = Optional.empty();

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
    if (strategy.store() != Store.MEMORY) {
      store = Optional.of(lab.redis("store"));
    }
    Site app = Site.of(store.map(Redis::url).orElse(""), strategy.store());
    SiteCluster site =
        new SiteCluster(lab, SiteCluster.Setup.of(app, workers).port(port), this::event);
    site.use(strategy);
    play(site.cluster());
    if (store.isPresent()) {
      verb("start store", "the store is back, and empty", words -> start());
    }
    System.out.println("  sessions: " + strategy.description());
    return site;
  }

  @Override
  protected String kill(String what) throws Exception {
    if (!what.equals("store")) {
      return super.kill(what);
    }
    store.orElseThrow(() -> new IllegalArgumentException("there is no store")).kill();
    return "the store is dead";
  }

  private String start() {
    store.orElseThrow().start();
    return "the store is back, and empty";
  }
}
