package scalebook.microservices.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.engines.process.Tasks;

/**
 * The registry's HTTP interface.
 *
 * <ul>
 *   <li>{@code PUT /instances?id=ID} with an instance's line and one that no other process sends:
 *       registers, and answers the lease, the spread and the registration's id; 410 for a process
 *       that was taken out, or has a successor. A process that registers again says which id it
 *       had.
 *   <li>{@code POST /instances/NAME?id=ID}: renews; 404 when it must register, 410 when another
 *       process has the name.
 *   <li>{@code DELETE /instances/NAME?id=ID} or {@code ?port=PORT}: leaves, and answers when every
 *       watcher knows it; 202 when one has not said so in time. Only this registration, or the one
 *       at this port.
 *   <li>{@code GET /services/SERVICE?index=N&wait=MILLIS&watcher=ID}: the list, at once or when it
 *       has changed; 503 while a restarted registry does not know everybody yet.
 *   <li>{@code DELETE /services/SERVICE?watcher=ID}: does not watch any more.
 *   <li>{@code GET /own/SERVICE}, {@code DELETE}: the same without those of another registry.
 *   <li>{@code GET /services}: the table.
 * </ul>
 */
public final class RegistryServer implements AutoCloseable {
  private static final int THREADS = 400; // each watcher that waits holds one
  private static final long MOST_WAIT_MILLIS = 5_000;

  private final Timing timing;
  private final Leases leases;
  private final Watchers watchers = new Watchers();
  private final WarmUp warmUp;
  private final Peer peer;
  private final Map<String, Watch> peers = new ConcurrentHashMap<>();
  private final Service service;
  private final ScheduledExecutorService expiry =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("expiry"));

  /** {@code warm}: it serves lists from the start, as the first registry may. */
  public RegistryServer(int port, Timing timing, boolean warm) {
    this(port, timing, warm, Peer.NONE);
  }

  /** {@code peer}: another registry that has instances of its own. */
  public RegistryServer(int port, Timing timing, boolean warm, Peer peer) {
    this.peer = peer;
    this.timing = timing;
    this.leases = new Leases(timing, System::nanoTime, System.currentTimeMillis());
    this.warmUp = new WarmUp(timing, warm);
    service =
        Service.on(port, "registry", THREADS)
            .route("/instances", this::instances)
            .route("/services", call -> Answer.ok(table()))
            .route("/services/", this::services)
            .route("/own/", this::own)
            .start();
    long period = Math.max(20, timing.leaseMillis() / 10);
    expiry.scheduleWithFixedDelay(leases::expire, period, period, TimeUnit.MILLISECONDS);
  }

  public int port() {
    return service.port();
  }

  private Answer instances(Call call) throws InterruptedException {
    String name = String.join("/", call.words());
    long id = call.number("id", 0);
    return switch (call.method()) {
      case "PUT" -> register(call.body().strip().split("\n", -1), id);
      case "POST" ->
          switch (leases.renew(name, id)) {
            case YOURS -> Answer.ok("renewed");
            case UNKNOWN -> Answer.text(404, "register again");
            case SUCCEEDED -> Answer.text(410, "another process has this name");
          };
      case "DELETE" ->
          deregister(name, id == 0 ? leases.idOf(name, (int) call.number("port", 0)) : id)
              ? Answer.ok("gone")
              : Answer.text(202, "gone, and not all know it");
      default -> throw new Refused(405, "PUT, POST or DELETE");
    };
  }

  private Answer register(String[] lines, long id) {
    if (lines.length != 2 || !lines[1].matches("[A-Za-z0-9-]{1,60}")) {
      throw new IllegalArgumentException(
          "a registration is two lines: the instance, the name of its process");
    }
    Instance instance = Instance.parse(lines[0]);
    warmUp.registered();
    OptionalLong registered = leases.register(instance, lines[1], id);
    return registered.isPresent()
        ? Answer.ok(
            timing.leaseMillis() + " " + timing.spreadMillis() + " " + registered.getAsLong())
        : Answer.text(410, "you were taken out");
  }

  /** ① Returns when all who wait for news of this service have heard it: nobody calls it then. */
  private boolean deregister(String name, long id) throws InterruptedException {
    Optional<Instance> gone = leases.deregister(name, id);
    if (gone.isEmpty()) {
      return true;
    }
    String from = gone.get().service();
    return watchers.awaitAllKnow(from, leases.list(from).index(), timing.tellMillis());
  }

  /** ② From the first question on, the other registry is asked, too. */
  private Answer services(Call call) throws InterruptedException {
    String asked = String.join("/", call.words());
    if (peer.there()) {
      peers.computeIfAbsent(asked, this::heard);
    }
    return listed(call, asked, leases::list);
  }

  private Watch heard(String service) {
    Source own = new LongPoll(LongPoll.OWN, service, peer.port());
    return new Watch(own, peer.keepMillis(), list -> leases.heard(service, list));
  }

  private Answer own(Call call) throws InterruptedException {
    return listed(call, String.join("/", call.words()), leases::own);
  }

  private Answer listed(Call call, String asked, Function<String, Leases.Listing> list)
      throws InterruptedException {
    Optional<String> watcher = call.query("watcher");
    long wait = Math.min(call.number("wait", 0), MOST_WAIT_MILLIS);
    if (call.is("DELETE")) {
      watcher.ifPresent(id -> watchers.goodbye(id, asked, MOST_WAIT_MILLIS));
      return Answer.ok("goodbye");
    }
    long index = call.number("index", 0);
    watcher.ifPresent(id -> watchers.knows(id, asked, index, wait + MOST_WAIT_MILLIS));
    if (!warmUp.open()) {
      throw new Refused(503, "not everybody has registered yet");
    }
    leases.await(asked, index, wait);
    Leases.Listing listing = list.apply(asked);
    return Answer.ok(
        listing.index()
            + listing.instances().stream()
                .map(instance -> "\n" + instance.line())
                .collect(Collectors.joining()));
  }

  private String table() {
    return leases.all().entrySet().stream()
            .map(one -> "%-14s %s".formatted(one.getKey(), addresses(one.getValue())))
            .collect(Collectors.joining("\n"))
        + (leases.panics() ? "\n(most do not renew: nobody is dropped)" : "");
  }

  private static String addresses(List<Instance> instances) {
    return instances.stream()
        .map(i -> i.name() + " :" + i.port())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    expiry.shutdownNow();
    peers.values().forEach(Watch::close);
    service.close();
  }
}
