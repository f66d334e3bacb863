package scalebook.lab.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.process.Tasks;

/**
 * A TCP link that can be broken: it listens on a port of its own and carries bytes to a target.
 *
 * <p>{@link #cut} is a pulled plug that both ends notice, {@link #blackHole} one that neither does,
 * {@link #delay} a longer cable, {@link #slow} a thinner one; {@link #heal} mends them all.
 */
public final class Wire implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int BACKLOG = 512;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private volatile Fault fault = Fault.NONE;

  /** What the wire does to each byte; one object, so that a change is seen whole. */
  record Fault(
      boolean cut, boolean holeThere, boolean holeBack, long delayNanos, long bytesPerSecond) {
    static final Fault NONE = new Fault(false, false, false, 0, Long.MAX_VALUE);

    /** Whether what goes to the target vanishes, or what comes back. */
    boolean swallows(boolean there) {
      return there ? holeThere : holeBack;
    }

    private Fault with(boolean there, boolean back) {
      return new Fault(cut, holeThere || there, holeBack || back, delayNanos, bytesPerSecond);
    }
  }

  private Wire(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
  }

  public static Wire to(String host, int port) {
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      ServerSocket listener = new ServerSocket(0, BACKLOG, loopback);
      Wire wire = new Wire(listener, new InetSocketAddress(host, port));
      Tasks.daemon("wire-" + listener.getLocalPort(), wire::accept).start();
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lay a wire to " + host + ":" + port, e);
    }
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Bytes that reached the other end, both ways together. */
  public long carried() {
    return carried.get();
  }

  /** Connections that were made so far. */
  public long accepted() {
    return accepted.get();
  }

  /** Resets every connection and refuses new ones. */
  public synchronized void cut() {
    Fault f = fault;
    change(new Fault(true, f.holeThere, f.holeBack, f.delayNanos, f.bytesPerSecond));
    open.forEach(Wire::reset);
  }

  /** Swallows everything from now on; connections stay open. */
  public synchronized void blackHole() {
    change(fault.with(true, true));
  }

  /** Swallows what goes to the target; what comes back arrives. */
  public synchronized void blackHoleThere() {
    change(fault.with(true, false));
  }

  /** Swallows what comes back from the target. */
  public synchronized void blackHoleBack() {
    change(fault.with(false, true));
  }

  /** Each byte arrives this much later, in each direction. */
  public synchronized void delay(Duration delay) {
    Fault f = fault;
    change(new Fault(f.cut, f.holeThere, f.holeBack, delay.toNanos(), f.bytesPerSecond));
  }

  /** A limit of bytes a second for each connection and direction. */
  public synchronized void slow(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("a wire carries at least one byte a second");
    }
    Fault f = fault;
    change(new Fault(f.cut, f.holeThere, f.holeBack, f.delayNanos, bytesPerSecond));
  }

  /**
   * As good as new. Connections that lost bytes in a black hole are reset: a TCP stream with a gap
   * does not exist.
   */
  public synchronized void heal() {
    boolean gaps = fault.holeThere || fault.holeBack;
    change(Fault.NONE);
    if (gaps) {
      open.forEach(Wire::reset);
    }
  }

  void change(Fault to) {
    fault = to;
  }

  Fault fault() {
    return fault;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        accepted.incrementAndGet();
        Tasks.daemon("wire-connect", () -> connect(client)).start();
      } catch (IOException closed) {
        // Closed, or a client that left while it was being accepted.
      }
    }
  }

  private void connect(Socket client) {
    open.add(client);
    if (fault.cut) {
      forget(client);
      return;
    }
    Socket server = new Socket();
    open.add(server);
    try {
      server.connect(target, CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException noTarget) {
      forget(client);
      forget(server);
      return;
    }
    if (fault.cut || listener.isClosed()) { // in the meantime
      forget(client);
      forget(server);
      return;
    }
    new Direction(this, client, server, true).start();
    new Direction(this, server, client, false).start();
  }

  void carried(int bytes) {
    carried.addAndGet(bytes);
  }

  /** Connections that are not over, two sockets each. */
  int sockets() {
    return open.size();
  }

  /** Both ends said goodbye. */
  void ended(Socket socket) throws IOException {
    open.remove(socket);
    socket.close();
  }

  void forget(Socket socket) {
    reset(socket);
    open.remove(socket);
  }

  /** A reset, not a polite end: linger 0 discards what was not sent. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // Nothing left to reset.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.forEach(this::forget);
    }
  }
}
