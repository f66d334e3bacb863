package scalebook.cloning.balancer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private volatile boolean trustForwardedFor;

  private Balancer(int port, int threads, Limits limits, Rotation rotation, Consumer<String> news) {
    this.limits = limits;
    this.rotation = rotation;
    this.news = news;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, Tasks.daemons("balancer"), NioIoHandler.newFactory());
    this.listener = listen(port);
  }

  /**
   * Listens on 127.0.0.1.
   *
   * @param port 0 for any free one
   * @param news hears of clones that are left out
   */
  public static Balancer open(
      int port, int threads, Limits limits, Rotation rotation, Consumer<String> news) {
    return new Balancer(port, threads, limits, rotation, news);
  }

  private Channel listen(int port) {
    try {
      return new ServerBootstrap()
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
    trustForwardedFor = trust;
  }

  /** Who asks: the peer, or whom a trusted peer names last. */
  String client(HttpRequest head, String peer) {
    return trusted(head, "X-Forwarded-For").orElse(peer);
  }

  /** How the client came here, as far as somebody trusted says so. */
  String scheme(HttpRequest head) {
    return trusted(head, "X-Forwarded-Proto").filter("https"::equals).orElse("http");
  }

  /** The last of a list, which may have several lines: the others came from outside. */
  private Optional<String> trusted(HttpRequest head, String header) {
    List<String> lines = trustForwardedFor ? head.headers().getAll(header) : List.of();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.get(lines.size() - 1))
            .map(last -> last.substring(last.lastIndexOf(',') + 1).trim());
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
    if (!loops.isShuttingDown()) { // else its connections end anyhow
      lanes.values().forEach(lane -> lane.closeIdle(backend));
    }
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
