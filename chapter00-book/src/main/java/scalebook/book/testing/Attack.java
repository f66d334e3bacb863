package scalebook.book.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What an attacker does to a site over plain sockets, bounded in count and by the siege's time. */
enum Attack {
  NONE(0) {
    @Override
    void go(Target target) {}
  },
  SLOW_HEADS(10) {
    @Override
    void go(Target target) throws IOException, InterruptedException {
      drip(target, target.head("GET", target.good()) + "X-Slow: ");
    }
  },
  SLOW_BODIES(10) {
    @Override
    void go(Target target) throws IOException, InterruptedException {
      drip(target, target.head(target.formMethod(), target.form()) + "Content-Length: 900\r\n\r\n");
    }
  },
  UNREAD_ANSWERS(10) {
    @Override
    void go(Target target) throws IOException, InterruptedException {
      ByteBuffer requests =
          ByteBuffer.wrap((target.head("GET", target.good()) + "\r\n").repeat(50).getBytes());
      try (SocketChannel channel = SocketChannel.open()) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        channel.connect(target.address());
        channel.configureBlocking(false);
        while (target.goesOn()) {
          if (channel.write(requests) == 0) {
            TimeUnit.MILLISECONDS.sleep(1); // until it reads on
          }
          if (!requests.hasRemaining()) {
            requests.rewind();
            target.count();
          }
        }
      }
    }
  },
  HALF_CLOSES(4) {
    @Override
    void go(Target target) throws IOException, InterruptedException {
      try (Socket socket = target.open()) {
        target.send(socket, target.head("GET", target.good()) + "\r\n");
        socket.shutdownOutput();
        target.count();
        target.readSome(socket);
      }
      TimeUnit.MILLISECONDS.sleep(20); // fifty a second each
    }
  },
  IDLE_CONNECTIONS(4) {
    @Override
    void go(Target target) throws IOException, InterruptedException {
      hold(target, 250, "");
    }
  },
  LARGE_FORMS(4) {
    @Override
    void go(Target target) throws IOException {
      int size = 8_000_000;
      try (Socket socket = target.open()) {
        target.send(socket, target.head(target.formMethod(), target.form()));
        target.send(socket, "Content-Length: " + size + "\r\n\r\n");
        target.count();
        String part = "price=1&user=x&".repeat(1_000);
        for (int sent = 0; sent < size && target.goesOn(); sent += part.length()) {
          target.send(socket, part);
        }
        target.readSome(socket);
      }
    }
  },
  BAD_TARGETS(4) {
    private final List<String> targets =
        List.of(
            "a:b",
            "//x/y",
            "*",
            "/%zz",
            "/a\u0001b",
            "http://else.where/",
            "/" + "x/".repeat(4_000));

    @Override
    void go(Target target) throws IOException, InterruptedException {
      for (String bad : targets) {
        try (Socket socket = target.open()) {
          target.send(socket, target.head("GET", bad) + "\r\n");
          target.count();
          target.readSome(socket);
        }
        TimeUnit.MILLISECONDS.sleep(10); // a hundred a second each
      }
    }
  },
  HEADER_FLOODS(4) {
    @Override
    void go(Target target) throws IOException, InterruptedException {
      for (String flood : List.of("X-%d: x\r\n", "X-%d: " + "x".repeat(1_500) + "\r\n")) {
        StringBuilder head = new StringBuilder(target.head("GET", target.good()));
        for (int i = 0; i < 205; i++) {
          head.append(flood.formatted(i));
        }
        try (Socket socket = target.open()) {
          target.send(socket, head + "\r\n");
          target.count();
          target.readSome(socket);
        }
        TimeUnit.MILLISECONDS.sleep(10); // a hundred a second each
      }
    }
  };

  private static final int CONNECTIONS = 10;

  /** How many do it at the same time. */
  final int threads;

  Attack(int threads) {
    this.threads = threads;
  }

  /** Once; it comes again until the time is over, also when it fails. */
  abstract void go(Target target) throws IOException, InterruptedException;

  /** Several requests that have begun, and go on by a byte a second. */
  private static void drip(Target target, String begun) throws IOException, InterruptedException {
    List<Socket> sockets = new ArrayList<>();
    try {
      while (target.goesOn()) {
        if (sockets.size() < CONNECTIONS) {
          Socket socket = target.open();
          sockets.add(socket);
          target.send(socket, begun);
          target.count();
        } else {
          TimeUnit.SECONDS.sleep(1); // the rate of the attack
          for (Socket socket : List.copyOf(sockets)) {
            dripOrDrop(target, sockets, socket);
          }
        }
      }
    } finally {
      closeAll(sockets);
    }
  }

  private static void dripOrDrop(Target target, List<Socket> sockets, Socket socket)
      throws IOException {
    try {
      target.send(socket, "x");
    } catch (IOException closed) { // the site's defence: begin anew
      socket.close();
      sockets.remove(socket);
    }
  }

  private static void hold(Target target, int count, String text)
      throws IOException, InterruptedException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count && target.goesOn(); i++) {
        Socket socket = target.open();
        sockets.add(socket);
        target.send(socket, text);
        target.count();
      }
      while (target.goesOn()) {
        TimeUnit.MILLISECONDS.sleep(50); // they do nothing, which is the attack
      }
    } finally {
      closeAll(sockets);
    }
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /**
   * The site, until when it is attacked, and how often it was.
   *
   * @param good a page that is there, for GET
   * @param form a page that takes a form
   */
  record Target(
      int port, String good, String formMethod, String form, long endNanos, AtomicLong counted) {
    boolean goesOn() {
      return System.nanoTime() - endNanos < 0 && !Thread.currentThread().isInterrupted();
    }

    void count() {
      counted.incrementAndGet();
    }

    InetSocketAddress address() {
      return new InetSocketAddress("127.0.0.1", port);
    }

    Socket open() throws IOException {
      Socket socket = new Socket();
      socket.setSoTimeout(1_000);
      socket.connect(address(), 5_000);
      return socket;
    }

    String head(String method, String path) {
      return "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n".formatted(method, path, port);
    }

    void send(Socket socket, String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Whatever comes first; the attacker does not care. */
    void readSome(Socket socket) throws IOException {
      try {
        socket.getInputStream().readNBytes(12);
      } catch (SocketTimeoutException nothing) {
        // It waits no longer.
      }
    }
  }
}
