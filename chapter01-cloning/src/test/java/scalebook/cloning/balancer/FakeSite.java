package scalebook.cloning.balancer;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Policy;

/** A balancer before fake clones, and a client that can send any bytes. */
final class FakeSite implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 5_000;

  final Balancer balancer;
  final List<String> news = new CopyOnWriteArrayList<>();
  final List<FakeClone> clones = new ArrayList<>();

  FakeSite(Limits limits, FakeClone.Manner... manners) throws IOException {
    this(2, limits, manners);
  }

  FakeSite(int eventLoops, Limits limits, FakeClone.Manner... manners) throws IOException {
    Random random = new Random(1);
    Rotation rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(random),
            Rotation.Settings.defaults(),
            System::nanoTime,
            random);
    balancer = Balancer.open(0, eventLoops, limits, rotation, news::add);
    for (FakeClone.Manner manner : manners) {
      add(new FakeClone(manner));
    }
  }

  void add(FakeClone clone) {
    clones.add(clone);
    balancer.add(clone.backend("clone-" + clones.size()));
  }

  int seen() {
    return clones.stream().mapToInt(clone -> clone.seen.size()).sum();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", balancer.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** All that comes back until the connection is closed, or reset. */
  static String readAll(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] some = new byte[1 << 16];
    try {
      for (int n = 0; n >= 0; n = socket.getInputStream().read(some)) {
        all.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (java.net.SocketException reset) {
      all.append("<reset>");
    }
    return all.toString();
  }

  /** One exchange on a connection of its own; a well-formed request should ask to close. */
  String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return readAll(socket);
    }
  }

  @Override
  public void close() throws IOException {
    balancer.close();
    for (FakeClone clone : clones) {
      clone.close();
    }
  }
}
