package scalebook.replication.lease;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;

/**
 * The only way to a database for those who write. It is open while the lease lasts, by this
 * machine's own clock: no byte passes later, so no write is acknowledged later, whatever the
 * database does behind it and however long either of them was stopped.
 *
 * <p>Between the look at the clock and the write to the socket a thread can be stopped. That gap is
 * a few microseconds of every lease's life, and no lease can close it: only the epoch that comes
 * with a write, and a replica that must have it, can.
 */
public final class Gate implements AutoCloseable {
  private static final int CONNECT_MILLIS = 500;
  private static final int BYTES = 16 * 1024;
  private static final int BACKLOG = 256;

  private final ServerSocket listener;
  private final InetSocketAddress database;
  private final boolean fences;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile long untilNanos;
  private Gate readers;

  public Gate(int port, String host, int databasePort) {
    this(port, host, databasePort, true);
  }

  /**
   * @param fences false for one that lets everybody pass, with a lease or without
   */
  public Gate(int port, String host, int databasePort, boolean fences) {
    this.fences = fences;
    try {
      this.listener = new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a gate at " + port, e);
    }
    this.database = new InetSocketAddress(host, databasePort);
    this.untilNanos = System.nanoTime();
    Tasks.daemon("gate", this::accept).start();
    Tasks.daemon("gate-end", this::watch).start();
  }

  /** A second door, for those who read what the primary has: they get no grace. */
  public Gate readers(int port) {
    readers = new Gate(port, database.getHostString(), database.getPort(), fences);
    return this;
  }

  /** Open until then, on {@link System#nanoTime}. */
  public void openUntil(long nanos) {
    untilNanos = nanos;
    if (readers != null) {
      readers.openUntil(nanos);
    }
  }

  /** Only for those who write, while their database says no: what is read there may be old. */
  public void openForRefusalsUntil(long nanos) {
    if (readers != null) {
      readers.shut();
    }
    untilNanos = nanos;
  }

  /** From now on nothing passes, and every caller inside is told so. */
  public void shut() {
    untilNanos = System.nanoTime();
    if (fences) {
      open.forEach(this::reset);
    }
    if (readers != null) {
      readers.shut();
    }
  }

  /** Whether somebody is inside. */
  public boolean inUse() {
    return !open.isEmpty();
  }

  public long leftMillis() {
    return Math.max(0, (untilNanos - System.nanoTime()) / 1_000_000);
  }

  private boolean passes() {
    return !fences || untilNanos - System.nanoTime() > 0;
  }

  private void watch() {
    while (!listener.isClosed()) {
      if (!passes() && !open.isEmpty()) {
        open.forEach(this::reset);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Tasks.daemon("gate-connect", () -> connect(client)).start();
      } catch (IOException closed) {
        // Closed, or a client that left while it was being accepted.
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    open.add(server);
    try {
      if (passes()) {
        server.connect(database, CONNECT_MILLIS);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Tasks.daemon("gate-in", () -> carry(client, server)).start();
        Tasks.daemon("gate-out", () -> carry(server, client)).start();
        return;
      }
    } catch (IOException noDatabase) {
      // Told to the client by the reset.
    }
    reset(client);
    reset(server);
  }

  private void carry(Socket from, Socket to) {
    byte[] bytes = new byte[BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0 && passes(); count = in.read(bytes)) {
        out.write(bytes, 0, count);
      }
    } catch (IOException gone) {
      // One end is gone: so is the other.
    } finally {
      reset(from);
      reset(to);
    }
  }

  private void reset(Socket socket) {
    open.remove(socket);
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // Nothing left to reset.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    shut();
    open.forEach(this::reset);
    if (readers != null) {
      readers.close();
    }
  }
}
