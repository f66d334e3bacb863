package scalebook.caching.nodes;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A client of memcached, in its text protocol. A connection that broke is made again at the next
 * command.
 */
public final class Memcached implements CacheNode {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final InetSocketAddress address;
  private Socket socket;
  private InputStream in;

  public Memcached(String host, int port) {
    this.address = new InetSocketAddress(host, port);
  }

  @Override
  public synchronized Optional<String> get(String key) throws IOException {
    String first = ask("get " + key + "\r\n");
    if (first.equals("END")) {
      return Optional.empty();
    }
    int length = Integer.parseInt(first.substring(first.lastIndexOf(' ') + 1));
    String value = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    line(); // the end of the value's line
    line(); // END
    return Optional.of(value);
  }

  @Override
  public synchronized void set(String key, String value) throws IOException {
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    expect("STORED", ask("set " + key + " 0 0 " + length + "\r\n" + value + "\r\n"));
  }

  @Override
  public synchronized void flush() throws IOException {
    expect("OK", ask("flush_all\r\n"));
  }

  /** The first line that it answers to any other command. */
  public synchronized String say(String command) throws IOException {
    return ask(command + "\r\n");
  }

  private static void expect(String right, String answer) throws IOException {
    if (!answer.equals(right)) {
      throw new IOException("memcached says " + answer);
    }
  }

  /** The first line of the answer. */
  private String ask(String command) throws IOException {
    try {
      if (socket == null) {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
      }
      socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
      return line();
    } catch (IOException broken) {
      close();
      throw broken;
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("memcached closed the connection");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  @Override
  public synchronized void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException gone) {
        // Nothing is left to close.
      }
      socket = null;
    }
  }
}
