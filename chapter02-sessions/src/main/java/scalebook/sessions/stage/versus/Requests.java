package scalebook.sessions.stage.versus;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import scalebook.engines.Redis;
import scalebook.engines.process.Lifeline;
import scalebook.lab.load.Load;
import scalebook.sessions.store.Session;
import scalebook.sessions.store.SharedSessions;

/**
 * One store in a JVM of its own, and threads that ask it: hears {@code read 2000} (or write, and so
 * many milliseconds), and says how many requests were done.
 */
final class Requests {
  private static final int THREADS = 8;
  private static final int SESSIONS = 200;
  private static final long TTL_MILLIS = 1_800_000;

  /**
   * Which store, and where it keeps sessions.
   *
   * @param jars Spring's, none for ours
   * @param indexed whether Spring finds a user's sessions
   */
  record Settings(
      String url, String host, int port, String password, List<String> jars, boolean indexed) {}

  private Requests() {}

  public static void main(String[] args) throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Settings settings = Lifeline.attach(Settings.class, told::add);
    Function<String, String> store = settings.jars.isEmpty() ? ours(settings) : springs(settings);
    List<String> ids = IntStream.range(0, SESSIONS).mapToObj(i -> store.apply("create")).toList();
    System.out.println("ready");
    while (true) {
      String[] words = told.take().split(" ");
      System.out.println(count(store, words[0], ids, Long.parseLong(words[1])));
    }
  }

  private static long count(
      Function<String, String> store, String what, List<String> ids, long millis)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      requests.add(what + " " + ids.get(random.nextInt(SESSIONS)));
    }
    try (Load load =
        Load.closed(
            THREADS,
            Long.MAX_VALUE,
            number -> store.apply(requests.get((int) (number % requests.size()))))) {
      Thread.sleep(millis); // the length of the measurement
      if (load.stop().failedCount() > 0) {
        throw new IllegalStateException("requests failed: " + load.ledger());
      }
      return load.ledger().acknowledgedCount();
    }
  }

  /** A visit is counted, as in the lessons. */
  private static Function<String, String> ours(Settings settings) {
    SharedSessions sessions =
        new SharedSessions(Redis.client(settings.url, 2_000, THREADS), TTL_MILLIS);
    return request -> {
      String[] words = request.split(" ");
      Session session = sessions.open(Optional.of(words).filter(w -> w.length > 1).map(w -> w[1]));
      if (!words[0].equals("read")) {
        session.add("visits", 1);
      } else if (session.counts().isEmpty()) {
        throw new IllegalStateException("the session is gone");
      }
      try {
        return session.save().orElse("");
      } catch (Session.Ended e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** Among Spring's jars alone: their driver is another version of ours. */
  @SuppressWarnings("unchecked") // it is a Function<String, String>
  private static Function<String, String> springs(Settings settings) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String jar : settings.jars) {
      urls.add(Path.of(jar).toUri().toURL());
    }
    URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    return (Function<String, String>)
        loader
            .loadClass("SpringSession")
            .getConstructor(String.class, int.class, String.class, boolean.class, int.class)
            .newInstance(
                settings.host, settings.port, settings.password, settings.indexed, THREADS);
  }
}
