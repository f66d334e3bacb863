package scalebook.cloning.supervisor;

import java.util.concurrent.CompletableFuture;

/** One worker process; its fields belong to the supervisor's thread. */
final class Forked {
  final String name;
  private final long forkedAt = System.nanoTime();
  final CompletableFuture<Integer> ready = new CompletableFuture<>();
  final CompletableFuture<Void> ended = new CompletableFuture<>();
  Program.Running process;
  Members.Member member;
  boolean spare;
  boolean stopping;
  private long readyAt;
  private long heardAt;

  Forked(String name) {
    this.name = name;
  }

  void ready(int port) {
    readyAt = System.nanoTime();
    ready.complete(port);
  }

  void heard() {
    heardAt = System.nanoTime();
  }

  long silentMillis() {
    return (System.nanoTime() - heardAt) / 1_000_000;
  }

  /** For how long it has been ready; negative: it is not. */
  long readyMillis() {
    return readyAt == 0 ? -1 : (System.nanoTime() - readyAt) / 1_000_000;
  }

  long sinceForkMillis() {
    return (System.nanoTime() - forkedAt) / 1_000_000;
  }

  boolean serves() {
    return member != null && !stopping;
  }
}
