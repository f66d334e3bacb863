package scalebook.cloning.stage.takeover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import scalebook.cloning.takeover.Lease;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.HttpCaller.Answer;
import scalebook.engines.http.Service;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;

/** Two balancers before the same clones, of which one is active; a third party keeps the lease. */
public final class Pair implements AutoCloseable {
  static final int BEAT_MILLIS = 200;
  private static final long START_SECONDS = 20;
  private static final int TIMEOUT_MILLIS = 2_000;

  private final Setup setup;
  private final BiConsumer<String, String> events;
  private final Ports.Claim port = Ports.claim(Home.ofUser());
  private final List<Service> clones = new ArrayList<>();
  private final Service keeper;
  private final Map<String, Child> twins = new HashMap<>();
  private final Map<String, BlockingQueue<String>> said = new ConcurrentHashMap<>();
  private final Map<String, Wire> toKeeper = new HashMap<>();
  private final List<Wire> heartbeats = new ArrayList<>();

  /**
   * How it is set up.
   *
   * @param heartbeats whether the passive one takes over by itself
   * @param hash clients are placed by a hash, not by a table in memory
   */
  public record Setup(boolean lease, boolean heartbeats, boolean hash) {}

  private Pair(String name, Setup setup, BiConsumer<String, String> events) {
    this.setup = setup;
    this.events = (node, text) -> events.accept(name + " " + node, text);
    for (int i = 1; i <= 3; i++) {
      String page = "clone " + i;
      Service clone = Service.on(0, "clone", 8);
      clones.add(clone.route("/", call -> scalebook.engines.http.Answer.ok(page)).start());
    }
    Lease lease = new Lease(System::nanoTime);
    keeper =
        Service.on(0, "keeper", 4)
            .route(
                "/lease",
                call -> {
                  boolean granted =
                      lease.grant(call.query("to").orElse(""), call.number("nanos", 0));
                  return scalebook.engines.http.Answer.text(granted ? 200 : 409, "" + granted);
                })
            .start();
  }

  /** A is active, and B waits; {@code events} hears (node, text). */
  public static Pair open(String name, Setup setup, Lab lab, BiConsumer<String, String> events)
      throws Exception {
    Pair pair = new Pair(name, setup, events);
    try {
      Path logs = lab.workspace().folder(name);
      pair.fork("A", logs);
      pair.fork("B", logs);
      int a = Integer.parseInt(pair.next("A", "control "));
      int b = Integer.parseInt(pair.next("B", "control "));
      pair.meet("A", b);
      pair.next("A", "active ");
      pair.meet("B", a);
      return pair;
    } catch (Exception e) {
      pair.close();
      throw e;
    }
  }

  private void fork(String name, Path logs) {
    Wire wire = Wire.to("127.0.0.1", keeper.port());
    toKeeper.put(name, wire);
    said.put(name, new LinkedBlockingQueue<>());
    boolean first = name.equals("A");
    Twin.Settings settings =
        new Twin.Settings(
            name,
            port.port(),
            setup.lease ? wire.port() : 0,
            BEAT_MILLIS,
            first || setup.heartbeats ? 3 : Integer.MAX_VALUE,
            setup.hash,
            clones());
    Path log = logs.resolve(name + ".log");
    Consumer<String> hear = line -> hear(name, line);
    twins.put(name, Child.jvm(name, log, Child.small(96), Twin.class, settings, hear));
  }

  private void hear(String name, String line) {
    if (!line.startsWith("control ")) {
      events.accept(name, line.replace("active ", "active, missed heartbeats: "));
    }
    said.get(name).add(line);
  }

  /** From now on it listens to the other's heartbeat. */
  private void meet(String name, int peer) {
    Wire wire = Wire.to("127.0.0.1", peer);
    heartbeats.add(wire);
    twins.get(name).send("" + wire.port());
  }

  /** What is behind these words in the next line of this one that begins with them. */
  private String next(String name, String words) throws InterruptedException {
    String line = await(name, words, START_SECONDS * 1_000);
    if (line.isEmpty()) {
      throw new IllegalStateException(name + " said nothing: " + twins.get(name).logTail(5));
    }
    return line;
  }

  /** As {@link #next}, or empty when it says nothing like it for so long. */
  String await(String name, String words, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      String line = said.get(name).poll(left, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(words)) {
        return line.substring(words.length());
      }
    }
    return "";
  }

  /** Where the clones listen. */
  List<Integer> clones() {
    return clones.stream().map(Service::port).toList();
  }

  void kill(String name) {
    events.accept(name, "kill -9");
    twins.get(name).kill();
  }

  /** Neither hears the other any more; both reach clients, clones and the keeper. */
  void cutHeartbeats() {
    events.accept("story", "the heartbeats are cut");
    heartbeats.forEach(Wire::cut);
  }

  void cutKeeper(String name) {
    events.accept(name, "cut off from the keeper of the lease");
    toKeeper.get(name).cut();
  }

  /** On a connection of its own, as this client. */
  Answer ask(String client) throws IOException {
    return ask(port.port(), client);
  }

  static Answer ask(int port, String client) throws IOException {
    try (HttpCaller caller = new HttpCaller(port, TIMEOUT_MILLIS)) {
      Map<String, String> headers = Map.of("X-Forwarded-For", client, "Connection", "close");
      return caller.call("GET", "/", headers, "").orFail();
    }
  }

  @Override
  public void close() {
    twins.values().forEach(Child::close);
    heartbeats.forEach(Wire::close);
    toKeeper.values().forEach(Wire::close);
    keeper.close();
    clones.forEach(Service::close);
    try {
      port.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
