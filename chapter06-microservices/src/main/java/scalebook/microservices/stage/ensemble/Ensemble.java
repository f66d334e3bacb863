package scalebook.microservices.stage.ensemble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.lab.Guest;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;

/**
 * Three ZooKeeper nodes, each a process of its own; they number from 1. Where they are wired, all
 * links of the third one to the others can be cut while it follows.
 */
public final class Ensemble implements AutoCloseable {
  public static final int TICK_MILLIS = 250;
  public static final int ALONE = 3;
  public static final String NAME = "zookeeper";
  public static final int NODES = 3;
  private static final int MEGABYTES = 64;
  private static final int LOOK_MILLIS = 2_000;
  private static final String MAIN = "org.apache.zookeeper.server.quorum.QuorumPeerMain";

  /**
   * Patient with a slow machine: a lost connection is noticed at once, whatever these say. A server
   * alone gives no client a session but a local one.
   */
  private static final String SETTINGS =
      """
      tickTime=%d
      initLimit=20
      syncLimit=40
      dataDir=%s
      clientPort=%d
      clientPortAddress=127.0.0.1
      minSessionTimeout=500
      maxSessionTimeout=60000
      4lw.commands.whitelist=srvr
      localSessionsEnabled=%b
      localSessionsUpgradingEnabled=%b
      %s
      """;

  /** What a port is for. */
  private enum Use {
    CLIENTS,
    FOLLOWING,
    ELECTION
  }

  private final Lab lab;
  private final boolean wired;
  private final boolean readOnly;
  private final Guest guest;
  private final Clients clients;
  private final Map<String, Ports.Claim> ports = new LinkedHashMap<>();
  private final List<Wire> wires = new ArrayList<>();
  private final Wire never = Wire.to("127.0.0.1", 1);
  private final Map<Integer, Child> nodes = new ConcurrentSkipListMap<>();

  /** With nothing between them; they can be killed, and started again. */
  public static Ensemble plain(Lab lab) throws IOException {
    return new Ensemble(lab, false, false);
  }

  /**
   * Without the third one, which is to {@link #start} when the others serve: then it follows. Were
   * it to lead before one of them listens, that one would wait for ever, for a leader calls nobody,
   * and the others cannot call it.
   *
   * @param readOnly a node goes on without a majority
   */
  public static Ensemble wired(Lab lab, boolean readOnly) throws IOException {
    return new Ensemble(lab, true, readOnly);
  }

  /** Starts them, and waits for nothing. */
  private Ensemble(Lab lab, boolean wired, boolean readOnly) throws IOException {
    this.lab = lab;
    this.wired = wired;
    this.readOnly = readOnly;
    guest = lab.guest(NAME);
    clients = new Clients(guest);
    never.cut();
    for (int node = 1; node <= NODES; node++) {
      for (Use use : Use.values()) {
        ports.put(use + "" + node, Ports.claim(Home.ofUser()));
      }
    }
    for (int node = 1; node <= NODES; node++) {
      write(node);
    }
    for (int node = 1; node <= (wired ? NODES - 1 : NODES); node++) {
      start(node);
    }
  }

  private int port(int node, Use use) {
    return ports.get(use + "" + node).port();
  }

  private Path folder(int node) {
    return lab.workspace().folder("zookeeper" + node);
  }

  private Path settings(int node) {
    return folder(node).resolve("settings");
  }

  private void write(int node) throws IOException {
    Path data = Files.createDirectories(folder(node).resolve("data"));
    Files.writeString(data.resolve("myid"), String.valueOf(node));
    String servers = all().mapToObj(other -> server(node, other)).collect(Collectors.joining("\n"));
    Files.writeString(
        settings(node),
        SETTINGS.formatted(
            TICK_MILLIS, data, port(node, Use.CLIENTS), readOnly, readOnly, servers));
  }

  private Child begin(int node) {
    Path folder = folder(node);
    List<String> options = new ArrayList<>(Child.small(MEGABYTES));
    options.add("-Djava.io.tmpdir=" + folder);
    options.add("-Dzookeeper.admin.enableServer=false");
    options.add("-Dzookeeper.forceSync=no"); // processes die here, machines do not
    options.add("-Dzookeeper.fastleader.maxNotificationInterval=500");
    options.add("-Dreadonlymode.enabled=" + readOnly);
    return Child.program(
        "zookeeper" + node,
        folder.resolve("log"),
        guest.command(options, MAIN, settings(node).toString()));
  }

  private static IntStream all() {
    return IntStream.rangeClosed(1, NODES);
  }

  /** How a node finds another. */
  private String server(int node, int other) {
    int following = port(other, Use.FOLLOWING);
    int election = port(other, Use.ELECTION);
    if (wired && node == ALONE && other != ALONE) {
      following = wire(following);
      election = wire(election);
    } else if (wired && node != ALONE && other == ALONE) {
      election = never.port();
    }
    return "server.%d=127.0.0.1:%d:%d".formatted(other, following, election);
  }

  /**
   * For an election the higher number connects to the lower one. Asked to by the lower one, it
   * would take the address that it is told, past the wire: so it is never asked.
   */
  private int wire(int port) {
    wires.add(Wire.to("127.0.0.1", port));
    return wires.get(wires.size() - 1).port();
  }

  public void cut() {
    wires.forEach(Wire::cut);
  }

  public void heal() {
    wires.forEach(Wire::heal);
  }

  public String servers() {
    return all().mapToObj(this::servers).collect(Collectors.joining(","));
  }

  public String servers(int node) {
    return "127.0.0.1:" + port(node, Use.CLIENTS);
  }

  public Clients clients() {
    return clients;
  }

  /** What a node says that it is: leader, follower, read-only, or nothing when it serves nobody. */
  public String mode(int node) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(node, Use.CLIENTS))) {
      socket.setSoTimeout(LOOK_MILLIS);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      String says = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return says.contains("not currently serving")
          ? "none"
          : says.replaceFirst("(?s).*Mode: ([a-z-]+).*", "$1");
    } catch (IOException away) {
      return "";
    }
  }

  /** It knows that it has lost the others. */
  public boolean alone(int node) {
    return mode(node).equals(readOnly ? "read-only" : "none");
  }

  public boolean serves(int node) {
    return List.of("leader", "follower").contains(mode(node));
  }

  public List<Integer> living() {
    return nodes.entrySet().stream()
        .filter(node -> node.getValue().alive())
        .map(Map.Entry::getKey)
        .toList();
  }

  public int leader() {
    return living().stream().filter(node -> mode(node).equals("leader")).findFirst().orElse(0);
  }

  public void kill(int node) {
    nodes.get(node).kill();
  }

  /** A new process with the same data, if there are any. */
  public void start(int node) {
    nodes.put(node, begin(node));
  }

  @Override
  public void close() throws IOException {
    nodes.values().forEach(Child::close);
    wires.forEach(Wire::close);
    never.close();
    for (Ports.Claim claim : ports.values()) {
      claim.close();
    }
    clients.close();
  }
}
