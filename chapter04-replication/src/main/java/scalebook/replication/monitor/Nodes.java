package scalebook.replication.monitor;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;
import scalebook.replication.node.Node;
import scalebook.replication.node.Refused;

/** All nodes, asked at once. */
final class Nodes {
  private static final long LATE_MILLIS = 100;

  private final Map<String, Node> nodes;
  private final ExecutorService asking = Executors.newCachedThreadPool(Tasks.daemons("monitor"));

  interface Question<T> {
    T to(Node node) throws IOException;
  }

  Nodes(Map<String, Node> nodes) {
    this.nodes = nodes;
  }

  Set<String> names() {
    return nodes.keySet();
  }

  Node get(String name) throws Refused {
    Node node = nodes.get(name);
    if (node == null) {
      throw new Refused("there is no node " + name);
    }
    return node;
  }

  boolean majority(int count) {
    return count > nodes.size() / 2;
  }

  Future<?> later(Runnable work) {
    return asking.submit(work);
  }

  /** Those that answer within that time. Once there is a majority the rest must be quick. */
  <T> Map<String, T> all(long millis, Question<T> question) {
    Map<String, Future<T>> asked = new LinkedHashMap<>();
    nodes.forEach((name, node) -> asked.put(name, asking.submit(() -> question.to(node))));
    Map<String, T> answers = new LinkedHashMap<>();
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!asked.isEmpty() && System.nanoTime() - deadline < 0) {
      asked.entrySet().removeIf(one -> answered(one.getKey(), one.getValue(), answers));
      if (majority(answers.size())) {
        deadline = Math.min(deadline, System.nanoTime() + LATE_MILLIS * 1_000_000);
      }
      LockSupport.parkNanos(1_000_000);
    }
    return answers;
  }

  private static <T> boolean answered(String name, Future<T> answer, Map<String, T> answers) {
    if (!answer.isDone()) {
      return false;
    }
    try {
      answers.put(name, answer.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException silent) {
      // Dead, cut off, busy or newer than we are: without it, then.
    }
    return true;
  }
}
