package scalebook.cloning.balancer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import scalebook.cloning.policy.Backend;

/**
 * What belongs to one event loop: its clients and its pool of connections to the clones.
 *
 * <p>A request never leaves its loop, so nothing here needs a lock.
 */
final class Lane {
  private static final int SWEEP_MILLIS = 25;

  private final EventLoop loop;
  private final Limits limits;
  private final Map<Backend, Deque<BackConnection>> idle = new HashMap<>();
  private final Set<FrontConnection> fronts = new HashSet<>();
  private long sweptAt = System.nanoTime();

  Lane(EventLoop loop, Limits limits) {
    this.loop = loop;
    this.limits = limits;
    loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(FrontConnection front) {
    fronts.add(front);
  }

  void remove(FrontConnection front) {
    fronts.remove(front);
  }

  /**
   * One coarse sweep costs less than a timer for each request.
   *
   * <p>A sweep that comes late has slept itself: the loop reads first what was answered meanwhile,
   * or clones would be called slow that were not.
   */
  private void sweep() {
    long now = System.nanoTime();
    if (now - sweptAt > TimeUnit.MILLISECONDS.toNanos(4 * SWEEP_MILLIS)) {
      loop.schedule(this::checkDeadlines, 1, TimeUnit.MILLISECONDS);
    } else {
      checkDeadlines();
    }
    sweptAt = now;
    for (Deque<BackConnection> pool : idle.values()) {
      while (!pool.isEmpty() && pool.peekFirst().idleMillis(now) > limits.millis().backIdle()) {
        pool.pollFirst().close();
      }
    }
  }

  private void checkDeadlines() {
    long now = System.nanoTime();
    long unread = 0;
    for (FrontConnection front : List.copyOf(fronts)) {
      front.checkDeadline(now);
      unread += front.unread();
    }
    if (unread > limits.bytes().unread()) {
      fronts.stream()
          .max(Comparator.comparingLong(FrontConnection::unread))
          .ifPresent(front -> front.close());
    }
  }

  /** Lends the attempt a connection: the one that was used last, so that others idle away. */
  void connect(Attempt attempt) {
    Deque<BackConnection> pool = idle.get(attempt.backend());
    BackConnection connection = pool == null ? null : pool.pollLast();
    while (connection != null && !connection.usable()) {
      connection = pool.pollLast();
    }
    if (connection != null) {
      attempt.connected(connection);
      return;
    }
    ChannelFuture connecting = open(attempt.backend());
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            attempt.connected(connecting.channel().pipeline().get(BackConnection.class));
          } else {
            attempt.unreachable();
          }
        });
  }

  void offerIdle(BackConnection connection) {
    Deque<BackConnection> pool =
        idle.computeIfAbsent(connection.backend(), unused -> new ArrayDeque<>());
    if (pool.size() >= limits.counts().idlePerClone()) {
      connection.close();
    } else {
      connection.idleSince(System.nanoTime());
      pool.addLast(connection);
    }
  }

  void forget(BackConnection connection) {
    Deque<BackConnection> pool = idle.get(connection.backend());
    if (pool != null) {
      pool.remove(connection);
    }
  }

  /** The new connection's handler is a {@link BackConnection}. */
  private ChannelFuture open(Backend backend) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits.millis().connect())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.AUTO_CLOSE, false) // a clone may refuse a body and still have answered
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                HttpDecoderConfig config =
                    new HttpDecoderConfig()
                        .setMaxHeaderSize(limits.bytes().head())
                        .setMaxChunkSize(limits.bytes().chunk());
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec(config, false, false))
                    .addLast(new BackConnection(Lane.this, backend, channel));
              }
            })
        .connect(backend.host(), backend.port());
  }

  /** For a clone that leaves, perhaps while the balancer ends. */
  void closeIdle(Backend backend) {
    try {
      loop.execute(
          () -> {
            Deque<BackConnection> pool = idle.remove(backend);
            if (pool != null) {
              new ArrayList<>(pool).forEach(BackConnection::close);
            }
          });
    } catch (RejectedExecutionException ended) {
      // The loop closed all its connections.
    }
  }
}
