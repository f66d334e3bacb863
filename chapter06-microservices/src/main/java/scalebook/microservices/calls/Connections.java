package scalebook.microservices.calls;

import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import scalebook.engines.http.HttpCaller;
import scalebook.microservices.resilience.Deadline;

/** Open connections to each address, for whoever calls it next; bounded. */
public final class Connections implements AutoCloseable {
  private static final int IDLE_MOST = 32;

  private final Map<Integer, Deque<HttpCaller>> idle = new ConcurrentHashMap<>();

  /** One call, with its deadline in a header; a connection that failed is closed. */
  public HttpCaller.Answer call(
      int port, String method, String path, String body, Deadline deadline) throws IOException {
    Deque<HttpCaller> free = idle.computeIfAbsent(port, unused -> new ConcurrentLinkedDeque<>());
    HttpCaller idler = free.pollLast();
    int millis = (int) Math.max(1, deadline.leftMillis());
    HttpCaller caller = idler == null ? new HttpCaller(port, millis) : idler;
    caller.timeout(millis);
    HttpCaller.Answer answer = caller.call(method, path, deadline.header(), body);
    if (free.size() < IDLE_MOST) {
      free.addLast(caller);
      if (idle.get(port) != free) { // it left while we waited for its answer
        close(free);
      }
    } else {
      caller.close();
    }
    return answer;
  }

  /** Nobody calls this address any more; a connection in use is closed after its answer. */
  public void disconnect(int port) {
    Deque<HttpCaller> free = idle.remove(port);
    if (free != null) {
      close(free);
    }
  }

  /** Takes them out first: a connection in use is not among them. */
  private static void close(Deque<HttpCaller> free) {
    for (HttpCaller one = free.poll(); one != null; one = free.poll()) {
      one.close();
    }
  }

  @Override
  public void close() {
    List.copyOf(idle.keySet()).forEach(this::disconnect);
  }
}
