package scalebook.caching.stage.nodes;

/** A process that can be killed, and started again at the same port. */
interface CacheServer {
  void kill();

  void start();

  int port();
}
