package scalebook.cloning.supervisor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a supervisor forks, again and again. */
public interface Program {
  /**
   * Starts a process that says {@code ready PORT} or {@code failed …}, {@code pong} after {@code
   * ping}, {@code stopped} after {@code stop}; each line is handed to {@code heard}. A spare's slot
   * is 0.
   */
  Running fork(String name, int slot, Consumer<String> heard);

  /** One process. */
  interface Running {
    long pid();

    boolean alive();

    /** Completes with its status. */
    CompletableFuture<Integer> exit();

    /** False when it is not there to read the line. */
    boolean send(String line);

    /** SIGKILL: no goodbye. */
    void kill();

    /** SIGSTOP: it accepts connections and answers nothing. */
    void pause();

    void resume();

    /** The end of its log. */
    List<String> lastWords(int lines);
  }
}
