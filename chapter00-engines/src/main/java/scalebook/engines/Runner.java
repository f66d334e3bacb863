package scalebook.engines;

import java.util.List;

/** How a server runs: as a process, in a container, or somewhere that is not ours to touch. */
interface Runner extends AutoCloseable {
  /** Starts the process; whether it already serves is for the server to find out. */
  void start();

  void stop();

  void kill();

  void pause();

  void resume();

  boolean alive();

  String host();

  int port();

  List<String> logTail(int lines);

  @Override
  void close();
}
