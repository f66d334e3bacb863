package scalebook.cloning.balancer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Tasks;

/** A reverse proxy for HTTP/1.1 in front of clones that come and go. */
public final class Balancer implements AutoCloseable {
  private static final double RETRY_SHARE = 0.2;
  private static final int RETRY_RESERVE = 100;
  private static final int DRAIN_POLL_MILLIS = 2;

  private final Limits limits;
  private final Rotation rotation;
  private final Consumer<String> news;
  private final RetryBudget retryBudget = new RetryBudget(RETRY_SHARE, RETRY_RESERVE);
  private final Counters counters = new Counters();
  private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
  private final Set<Channel> clients = ConcurrentHashMap.newKeySet();
  private final MultiThreadIoEventLoopGroup loops;
  private final Channel listener;
  private final AtomicInteger uploads = new AtomicInteger();
  private final Forwarded forwarded = new Forwarded();
  private volatile Door door = Door.OPEN;

  private Balancer(
      int port,
      boolean shared,
      int threads,
      Limits limits,
      Rotation rotation,
      Consumer<String> news) {
    this.limits = limits;
    this.rotation = rotation;
    this.news = news;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, Tasks.daemons("balancer"), NioIoHandler.newFactory());
    this.listener = listen(port, shared);
  }

  /**
   * Listens on 127.0.0.1.
   *
   * @param port 0 for any free one
   * @param news hears of clones that are left out
   */
  public static Balancer open(
      int port, int threads, Limits limits, Rotation rotation, Consumer<String> news) {
    return new Balancer(port, false, threads, limits, rotation, news);
  }

  /** At a port where another process may listen, too, and gets a part of the connections. */
  public static Balancer shared(int port, Limits limits, Rotation rotation) {
    return new Balancer(port, true, 1, limits, rotation, news -> {});
  }

  private Channel listen(int port, boolean shared) {
    try {
      ServerBootstrap server = new ServerBootstrap();
      if (shared) {
        server.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
      }
      return server
          .group(loops)
          .channel(NioServerSocketChannel.class)
          .option(ChannelOption.SO_BACKLOG, 1_024)
          .option(ChannelOption.SO_REUSEADDR, true)
          .childOption(ChannelOption.TCP_NODELAY, true)
          .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
          .childHandler(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                  welcome(channel);
                }
              })
          .bind(new InetSocketAddress("127.0.0.1", port))
          .syncUninterruptibly()
          .channel();
    } catch (Exception e) { // Netty throws a BindException that it did not declare
      loops.shutdownGracefully();
      throw new Missing(
          "port %d is taken (%s): choose another with --port".formatted(port, e.getMessage()), e);
    }
  }

  private void welcome(Channel channel) {
    clients.add(channel);
    if (clients.size() > limits.counts().clients()) {
      clients.remove(channel);
      channel.close();
      return;
    }
    Lane lane = lanes.computeIfAbsent(channel.eventLoop(), l -> new Lane(l, limits));
    StrictDecoder decoder = new StrictDecoder(limits);
    door.tls().ifPresent(tls -> channel.pipeline().addLast(tls.newHandler(channel.alloc())));
    channel
        .pipeline()
        .addLast(decoder)
        .addLast(new HttpResponseEncoder())
        .addLast(new FrontConnection(this, lane, channel, decoder));
  }

  /**
   * Whether a client is who X-Forwarded-For says. Only behind a proxy of our own, which sets it:
   * anybody else could claim to be anybody.
   */
  public void trustForwardedFor(boolean trust) {
    forwarded.trust(trust);
  }

  /** What is answered before any clone is asked; for connections from now on. */
  public void door(Door to) {
    door = to;
  }

  Door door() {
    return door;
  }

  Forwarded forwarded() {
    return forwarded;
  }

  /** How the client came here, as far as we see it or somebody trusted says so. */
  String scheme(HttpRequest head) {
    return door.tls().isPresent() ? "https" : forwarded.scheme(head);
  }

  /** Uploads hold a clone as long as their clients like, so their number is limited. */
  boolean beginUpload() {
    int most = limits.counts().uploadsPerClone() * Math.max(1, rotation.candidates().size());
    boolean begun = uploads.incrementAndGet() <= most;
    if (!begun) {
      uploads.decrementAndGet();
    }
    return begun;
  }

  void endUpload() {
    uploads.decrementAndGet();
  }

  void clientLeft(Channel channel) {
    clients.remove(channel);
  }

  Limits limits() {
    return limits;
  }

  public Rotation rotation() {
    return rotation;
  }

  RetryBudget retryBudget() {
    return retryBudget;
  }

  public Counters counters() {
    return counters;
  }

  /** A clone failed a request, not the request the clone. */
  void sick(Backend backend) {
    if (rotation.failed(backend)) {
      news.accept(backend + " ejected: it failed several requests in a row");
    }
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  public int clientCount() {
    return clients.size();
  }

  public void add(Backend backend) {
    rotation.add(backend);
  }

  /** Takes a clone out at once: its requests under way break or end as it does. */
  public void remove(Backend backend) {
    rotation.remove(backend);
    lanes.values().forEach(lane -> lane.closeIdle(backend));
  }

  /** No new requests; completes when those under way are answered and the clone is out. */
  public CompletableFuture<Void> drain(Backend backend) {
    rotation.drain(backend);
    // A loop picks a clone and counts the request in one turn: once each loop has turned, nobody
    // holds a pick from before, and a count of zero means zero.
    CompletableFuture<?>[] turns =
        lanes.keySet().stream()
            .map(loop -> CompletableFuture.runAsync(() -> {}, loop))
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Void> drained = new CompletableFuture<>();
    CompletableFuture.allOf(turns).thenRun(() -> awaitQuiet(backend, drained));
    return drained;
  }

  private void awaitQuiet(Backend backend, CompletableFuture<Void> drained) {
    loops
        .next()
        .schedule(
            () -> {
              if (backend.inFlight() == 0) {
                remove(backend);
                drained.complete(null);
              } else {
                awaitQuiet(backend, drained);
              }
            },
            DRAIN_POLL_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    clients.forEach(Channel::close);
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
