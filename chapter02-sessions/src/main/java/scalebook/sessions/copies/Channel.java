package scalebook.sessions.copies;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import scalebook.engines.process.Tasks;

/**
 * The cluster's channel: members join a group, hear who else is in it, and send one another lines.
 *
 * <p>Real clusters use multicast or gossip; here one hub carries everything and counts its bytes. A
 * line is {@code targets kind number text}, with tabs between.
 */
public final class Channel implements AutoCloseable {
  static final String VIEW = "view";

  /** A member that is so far behind is expelled: it must not fill the memory of the others. */
  private static final int MOST_WAITING = 20_000;

  private final ServerSocket listener;
  private final String key = UUID.randomUUID().toString();
  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  /** Where a member joins; the key keeps others out. */
  public record Address(int port, String key) {
    public static final Address NONE = new Address(0, "");
  }

  private Channel(ServerSocket listener) {
    this.listener = listener;
  }

  public static Channel open() {
    try {
      Channel channel = new Channel(new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1")));
      Tasks.daemon("channel", channel::accept).start();
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the channel", e);
    }
  }

  public Address address() {
    return new Address(listener.getLocalPort(), key);
  }

  /** Bytes that members of this group were sent. */
  public long carried(String group) {
    Group asked = groups.get(group);
    return asked == null ? 0 : asked.carried();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Tasks.daemon("channel-member", () -> serve(socket)).start();
      } catch (IOException closed) {
        // Closed, or a member that left while it was joining.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.setTcpNoDelay(true);
      String[] hello = String.valueOf(lines.readLine()).split("\t");
      if (hello.length != 3 || !hello[0].equals(key)) {
        return;
      }
      Group group = groups.computeIfAbsent(hello[1], unused -> new Group());
      Link link = new Link(hello[2], socket);
      group.join(link);
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          group.carry(link, line);
        }
      } finally {
        group.leave(link);
      }
    } catch (IOException gone) {
      // It left without a word.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      groups.values().forEach(Group::dissolve);
    }
  }

  /** Its members, the eldest first. All of them hear views and lines in one order. */
  private static final class Group {
    private final Map<String, Link> members = new LinkedHashMap<>();
    private long carried;

    private synchronized void join(Link link) {
      members.put(link.name, link);
      tellView();
    }

    private synchronized void leave(Link link) {
      if (members.remove(link.name, link)) {
        tellView();
      }
    }

    private void tellView() {
      String view = "\t" + VIEW + "\t0\t" + String.join(",", members.keySet());
      members.values().forEach(member -> member.send(view));
    }

    private synchronized void carry(Link from, String line) {
      int end = line.indexOf('\t');
      String sent = from.name + line.substring(end);
      for (String target : line.substring(0, end).split(",")) {
        Link to = members.get(target);
        if (to != null) {
          to.send(sent);
          carried += sent.length() + 1;
        }
      }
    }

    private synchronized long carried() {
      return carried;
    }

    private synchronized void dissolve() {
      List<Link> all = new ArrayList<>(members.values());
      members.clear();
      all.forEach(Link::close);
    }
  }

  /** One member, as the hub sees it. */
  private static final class Link {
    private final String name;
    private final Socket socket;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    private Link(String name, Socket socket) {
      this.name = name;
      this.socket = socket;
      Tasks.daemon("channel-to-" + name, this::write).start();
    }

    private void send(String line) {
      if (!waiting.offer(line)) {
        close();
      }
    }

    private void write() {
      try {
        while (!socket.isClosed()) {
          byte[] line = (waiting.take() + "\n").getBytes(StandardCharsets.UTF_8);
          socket.getOutputStream().write(line);
        }
      } catch (IOException gone) {
        close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void close() {
      try {
        socket.close();
      } catch (IOException gone) {
        // Nothing left to close.
      }
    }
  }
}
