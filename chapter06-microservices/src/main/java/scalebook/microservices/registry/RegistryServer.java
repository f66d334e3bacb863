package scalebook.microservices.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;

/**
 * The registry's HTTP interface.
 *
 * <ul>
 *   <li>{@code PUT /instances} with an instance's line and one that no other process sends:
 *       registers; 410 for a process that was taken out.
 *   <li>{@code POST /instances/NAME}: renews; 404 when it must register.
 *   <li>{@code DELETE /instances/NAME}: leaves, and answers when every watcher knows it; 202 when
 *       one has not said so in time.
 *   <li>{@code GET /services/SERVICE?index=N&wait=MILLIS&watcher=ID}: the list, at once or when it
 *       has changed; 503 while a restarted registry does not know everybody yet.
 *   <li>{@code DELETE /services/SERVICE?watcher=ID}: does not watch any more.
 *   <li>{@code GET /services}: the table; {@code GET /registrations}: how many, and the most in a
 *       tenth of a second.
 * </ul>
 */
public final class RegistryServer implements AutoCloseable {
  private static final long MOST_WAIT_MILLIS = 5_000;
  private static final long TELL_MILLIS = 3_000;
  private static final int BUCKET_MILLIS = 100;
  private static final long KNOWS_ALL = Long.MAX_VALUE; // who watches no more

  private final Timing timing;
  private final Leases leases;
  private final HttpServer server;
  private final ExecutorService requests = Tasks.executor();
  private final ScheduledExecutorService expiry =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("expiry"));
  private final Map<String, Watcher> watchers = new ConcurrentHashMap<>();
  private final long openFrom;
  private volatile long newcomer;
  private volatile boolean open;
  private final AtomicLong registrations = new AtomicLong();
  private final Map<Long, AtomicLong> perBucket = new ConcurrentHashMap<>();

  /**
   * The times of a registry, told to everybody who registers.
   *
   * @param leaseMillis an entry that is not renewed for so long is dropped; renew three times in it
   * @param spreadMillis who must register again does it at a random moment of this time
   */
  public record Timing(long leaseMillis, long spreadMillis) {
    public static final Timing DEFAULT = new Timing(1_200, 600);

    /**
     * A registry that begins empty knows everybody after this: an instance's call had to time out,
     * it paused, was told to register, waited its random time, and needed two more calls; each but
     * the random time takes a third of a lease.
     */
    long warmMillis() {
      return 2 * leaseMillis + spreadMillis;
    }
  }

  /**
   * Who waits for news of a service, which number they know, and when they will have asked again.
   */
  private record Watcher(String service, long index, long until) {}

  /** {@code warm}: it serves lists from the start, as the first registry may. */
  public RegistryServer(int port, Timing timing, boolean warm) {
    this.timing = timing;
    this.leases = new Leases(timing.leaseMillis(), System::nanoTime);
    this.openFrom = System.nanoTime() + timing.warmMillis() * 1_000_000;
    this.open = warm;
    server = Http.server(port);
    server.setExecutor(requests);
    server.createContext("/instances", Pages.guarded(this::instances));
    server.createContext(
        "/registrations",
        Pages.guarded(
            exchange -> Pages.text(exchange, 200, registrations() + " " + peakRegistrations())));
    server.createContext("/services", Pages.guarded(this::services));
    server.start();
    long period = Math.max(20, timing.leaseMillis() / 10);
    expiry.scheduleWithFixedDelay(leases::expire, period, period, TimeUnit.MILLISECONDS);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public Leases leases() {
    return leases;
  }

  public long registrations() {
    return registrations.get();
  }

  /** The most registrations in a tenth of a second. */
  public long peakRegistrations() {
    return perBucket.values().stream().mapToLong(AtomicLong::get).max().orElse(0);
  }

  private static String last(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void instances(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        String[] lines = Pages.body(exchange).strip().split("\n");
        if (lines.length != 2) {
          throw new IllegalArgumentException("two lines: the instance, and one of its process");
        }
        count();
        if (leases.register(Instance.parse(lines[0]), lines[1])) {
          Pages.text(exchange, 200, timing.leaseMillis() + " " + timing.spreadMillis());
        } else {
          Pages.text(exchange, 410, "you were taken out");
        }
      }
      case "POST" -> {
        Pages.body(exchange);
        boolean there = leases.renew(last(exchange));
        Pages.text(exchange, there ? 200 : 404, there ? "renewed" : "register again");
      }
      case "DELETE" -> {
        boolean known = deregister(last(exchange));
        Pages.text(exchange, known ? 200 : 202, known ? "gone" : "gone, and not all know it");
      }
      default -> Pages.text(exchange, 405, "PUT, POST or DELETE");
    }
  }

  private void count() {
    newcomer = System.nanoTime();
    registrations.incrementAndGet();
    perBucket
        .computeIfAbsent(System.nanoTime() / 1_000_000 / BUCKET_MILLIS, unused -> new AtomicLong())
        .incrementAndGet();
  }

  /** ① Returns when all who wait for news of this service have heard it: nobody calls it then. */
  private boolean deregister(String name) {
    Optional<Instance> gone = leases.deregister(name);
    if (gone.isEmpty()) {
      return true;
    }
    String service = gone.get().service();
    long index = leases.list(service).index();
    long end = System.nanoTime() + TELL_MILLIS * 1_000_000;
    while (someDoNotKnow(service, index)) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(2_000_000);
    }
    return true;
  }

  /** A question that was on its way during the goodbye does not bring its watcher back. */
  private void note(String id, Watcher news) {
    watchers.merge(id, news, (old, fresh) -> old.index() == KNOWS_ALL ? old : fresh);
  }

  private boolean someDoNotKnow(String service, long index) {
    long now = System.nanoTime();
    watchers.values().removeIf(watcher -> watcher.until() - now < 0);
    return watchers.values().stream()
        .anyMatch(watcher -> watcher.service().equals(service) && watcher.index() < index);
  }

  private void services(HttpExchange exchange) throws IOException {
    String service = last(exchange);
    if (service.equals("services")) {
      Pages.text(exchange, 200, table());
      return;
    }
    Optional<String> id = Pages.parameter(exchange, "watcher");
    boolean goodbye = exchange.getRequestMethod().equals("DELETE");
    long index = goodbye ? KNOWS_ALL : Pages.number(exchange, "index", 0);
    long wait = Math.min(Pages.number(exchange, "wait", 0), MOST_WAIT_MILLIS);
    long until = System.nanoTime() + (wait + MOST_WAIT_MILLIS) * 1_000_000;
    id.ifPresent(watcher -> note(watcher, new Watcher(service, index, until)));
    if (goodbye) {
      Pages.text(exchange, 200, "goodbye");
      return;
    }
    if (!open()) {
      Pages.text(exchange, 503, "not everybody has registered yet");
      return;
    }
    try {
      Leases.Listing listing = leases.await(service, index, wait);
      Pages.text(
          exchange,
          200,
          listing.index()
              + listing.instances().stream()
                  .map(instance -> "\n" + instance.line())
                  .collect(Collectors.joining()));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  /** Once and for all; not while new ones still come, for then more of them may be on their way. */
  private boolean open() {
    long now = System.nanoTime();
    if (!open && now - openFrom >= 0 && now - newcomer >= timing.leaseMillis() * 1_000_000) {
      open = true;
    }
    return open;
  }

  private String table() {
    return leases.all().entrySet().stream()
            .map(
                one ->
                    "%-14s %s"
                        .formatted(
                            one.getKey(),
                            one.getValue().stream()
                                .map(i -> i.name() + " :" + i.port())
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining("\n"))
        + (leases.panics() ? "\n(most do not renew: nobody is dropped)" : "");
  }

  @Override
  public void close() {
    expiry.shutdownNow();
    server.stop(0);
    requests.shutdownNow();
  }
}
