package scalebook.sessions.copies;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.process.Tasks;

/** One clone in a group of the {@link Channel}. */
public final class Member implements AutoCloseable {
  private static final long ANSWER_MILLIS = 3_000;
  private static final String ANSWER = "answer";
  private static final int PARTS = 4;

  private final String name;
  private final Socket socket;
  private final OutputStream out;
  private final Listener listener;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Question> questions = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private volatile List<String> view = List.of();

  /** What others want of this clone. Called on one thread, which must never {@link Member#ask}. */
  public interface Listener {
    /** The answer to whoever asked; empty text when there is nothing to say. */
    String heard(String kind, String text);

    /** Somebody came or went. */
    void changed(Member member);
  }

  /** The channel, or a member of the group, does not answer. */
  public static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreachable(Throwable cause) {
      super("the other clones do not answer", cause);
    }
  }

  private Member(String name, Socket socket, Listener listener) throws IOException {
    this.name = name;
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.listener = listener;
  }

  /** Returns when this member knows who else is there. */
  public static Member join(Channel.Address at, String group, String name, Listener listener) {
    try {
      Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), at.port());
      socket.setTcpNoDelay(true);
      Member member = new Member(name, socket, listener);
      member.write(at.key() + "\t" + group + "\t" + name);
      Tasks.daemon("member-" + name, member::listen).start();
      member.joined.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      return member;
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new Unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(e);
    }
  }

  public String name() {
    return name;
  }

  /** Who else is there, the eldest first. */
  public List<String> others() {
    return view.stream().filter(member -> !member.equals(name)).toList();
  }

  /** The one after this clone in the group's ring; none while it is alone. */
  public List<String> next() {
    List<String> ring = view;
    return ring.size() < 2 ? List.of() : List.of(ring.get((ring.indexOf(name) + 1) % ring.size()));
  }

  /** Returns at once; nobody promises that it arrives. */
  public void tell(Collection<String> targets, String kind, String text) {
    send(targets, kind, 0, text);
  }

  /** What each of them answered; who leaves meanwhile owes no answer. */
  public Map<String, String> ask(Collection<String> targets, String kind, String text) {
    if (targets.isEmpty()) {
      return Map.of();
    }
    long number = numbers.incrementAndGet();
    Question question = new Question(new HashSet<>(targets));
    questions.put(number, question);
    try {
      send(targets, kind, number, text);
      question.only(view);
      return question.all.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(e);
    } finally {
      questions.remove(number);
    }
  }

  private void send(Collection<String> targets, String kind, long number, String text) {
    if (!targets.isEmpty()) {
      try {
        write(String.join("\t", String.join(",", targets), kind, Long.toString(number), text));
      } catch (IOException e) {
        throw new Unreachable(e);
      }
    }
  }

  private synchronized void write(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line.split("\t", PARTS));
      }
    } catch (IOException | Unreachable gone) {
      // The channel is closed.
    }
    IOException over = new IOException("the channel is closed");
    joined.completeExceptionally(over);
    questions.values().forEach(question -> question.all.completeExceptionally(over));
  }

  private void heard(String[] parts) {
    String from = parts[0];
    String kind = parts[1];
    long number = Long.parseLong(parts[2]);
    String text = parts[3];
    if (kind.equals(Channel.VIEW)) {
      view = List.of(text.split(","));
      questions.values().forEach(question -> question.only(view));
      if (!joined.complete(null)) {
        listener.changed(this);
      }
    } else if (kind.equals(ANSWER)) {
      Question question = questions.get(number);
      if (question != null) {
        question.answered(from, text);
      }
    } else {
      String answer = listener.heard(kind, text);
      if (number > 0) {
        send(List.of(from), ANSWER, number, answer);
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // Nothing left to close.
    }
  }

  /** Who still owes an answer, and what the others said. */
  private static final class Question {
    private final Set<String> missing;
    private final Map<String, String> answers = new HashMap<>();
    private final CompletableFuture<Map<String, String>> all = new CompletableFuture<>();

    private Question(Set<String> missing) {
      this.missing = missing;
    }

    private synchronized void answered(String member, String text) {
      answers.put(member, text);
      missing.remove(member);
      complete();
    }

    private synchronized void only(List<String> members) {
      missing.retainAll(members);
      complete();
    }

    private void complete() {
      if (missing.isEmpty()) {
        all.complete(Map.copyOf(answers));
      }
    }
  }
}
