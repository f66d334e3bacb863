package scalebook.sessions.stage.visitors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scalebook.engines.http.HttpCaller;
import scalebook.lab.load.Ledger;
import scalebook.sessions.affinity.StickyCookie;

/** Many visitors of one site, each with its own cookies and its own address. */
public final class Crowd {
  private static final int CALLERS = 4;
  private static final int AWAY = 503;
  private static final int MOST_RELOADS = 200;
  private static final long RELOAD_NANOS = 20_000_000;

  private final int port;
  private final Random random;
  private final List<Browser> browsers;
  private final Map<Integer, String> homes = new ConcurrentHashMap<>();

  public Crowd(int port, String path, int users, long seed) {
    this.port = port;
    this.random = new Random(seed);
    // Each in a household of its own.
    this.browsers =
        IntStream.range(0, users)
            .mapToObj(i -> new Browser(path, "10.%d.%d.7".formatted(i / 256, i % 256)))
            .toList();
  }

  /** What one visitor does. */
  @FunctionalInterface
  public interface Visit {
    void of(int user, Browser browser, HttpCaller connection) throws Exception;
  }

  public static String name(int user) {
    return "user-" + user;
  }

  public int size() {
    return browsers.size();
  }

  /** All of them, a few at a time, in random order. */
  public void all(Visit visit) throws InterruptedException {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
    Collections.shuffle(order, random);
    Ledger ledger =
        Visits.run(
            port,
            CALLERS,
            order.size(),
            (number, connection) -> {
              int user = order.get(number);
              visit.of(user, browsers.get(user), connection);
            });
    if (ledger.failedCount() > 0) {
      throw new IllegalStateException("visits failed: " + ledger);
    }
  }

  /** Everybody logs in; {@link #at} then tells who where. */
  public void logIn() throws InterruptedException {
    all(
        (user, browser, connection) -> {
          Browser.Page page =
              answered(() -> browser.post(connection, "/login", "user=" + name(user)));
          if (!page.user().equals(Optional.of(name(user)))) {
            throw new IOException("log-in answered " + page);
          }
          homes.put(user, page.worker());
        });
  }

  /** Everybody puts a book into the cart in two tabs at once. */
  public void writeTwice(int port) throws InterruptedException {
    all(
        (user, browser, connection) -> {
          try (HttpCaller other = Visits.connect(port)) {
            browser.postTwice(connection, other, "/cart", "item=book");
          }
        });
  }

  /** Who met another clone for one write, and read the old session at the first one afterwards. */
  public record Back(int moved, int stale) {}

  /** Everybody is sent to another clone, writes there, is sent back, and reads. */
  public Back goesAndComesBack() throws InterruptedException {
    AtomicInteger moved = new AtomicInteger();
    AtomicInteger stale = new AtomicInteger();
    all(
        (user, browser, connection) -> {
          String route = browser.cookie(StickyCookie.NAME).orElseThrow();
          browser.forget(StickyCookie.NAME);
          Browser.Page away = browser.post(connection, "/cart", "item=book");
          browser.set(StickyCookie.NAME, route);
          Browser.Page back = browser.get(connection, "/account");
          moved.addAndGet(back.worker().equals(away.worker()) ? 0 : 1);
          stale.addAndGet(back.cart().equals("1 book") ? 0 : 1);
        });
    return new Back(moved.get(), stale.get());
  }

  public void logOut() throws InterruptedException {
    all((user, browser, connection) -> browser.post(connection, "/logout", ""));
  }

  /** Those who logged in at this worker. */
  public Set<Integer> at(String worker) {
    return homes.entrySet().stream()
        .filter(home -> home.getValue().equals(worker))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Everybody asks once; returns the users that the site does not know any more. */
  public Set<Integer> strangers() throws InterruptedException {
    return without(Set.of());
  }

  /** Everybody asks once; returns the users that do not find their name and this cart. */
  public Set<Integer> without(Set<String> cart) throws InterruptedException {
    Map<Integer, Browser.Page> pages = visit();
    pages
        .entrySet()
        .removeIf(
            visit ->
                visit.getValue().user().filter(name(visit.getKey())::equals).isPresent()
                    && (cart.isEmpty() || cart.contains(visit.getValue().cart())));
    return pages.keySet();
  }

  /** Everybody asks once, and gets this page. */
  public Map<Integer, Browser.Page> visit() throws InterruptedException {
    Map<Integer, Browser.Page> pages = new ConcurrentSkipListMap<>();
    all(
        (user, browser, connection) -> {
          pages.put(user, answered(() -> browser.get(connection, "/")));
        });
    return pages;
  }

  /** While the store is away, they ask again. */
  private static Browser.Page answered(Callable<Browser.Page> request) throws Exception {
    Browser.Page page = request.call();
    for (int i = 0; i < MOST_RELOADS && page.status() == AWAY; i++) {
      LockSupport.parkNanos(RELOAD_NANOS);
      page = request.call();
    }
    return page;
  }

  /** How many of these pages each worker served. */
  public static Map<String, Long> served(Map<Integer, Browser.Page> pages) {
    return pages.values().stream()
        .collect(Collectors.groupingBy(Browser.Page::worker, TreeMap::new, Collectors.counting()));
  }

  public void each(Consumer<Browser> change) {
    browsers.forEach(change);
  }
}
