package scalebook.cloning.balancer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import scalebook.cloning.policy.Backend;

/** One connection to a clone: idle in a pool, or lent to one attempt. */
final class BackConnection extends ChannelInboundHandlerAdapter {
  private final Lane lane;
  private final Backend backend;
  private final Channel channel;
  private Attempt attempt;
  private long idleSince;

  BackConnection(Lane lane, Backend backend, Channel channel) {
    this.lane = lane;
    this.backend = backend;
    this.channel = channel;
  }

  Backend backend() {
    return backend;
  }

  Channel channel() {
    return channel;
  }

  boolean usable() {
    return channel.isActive();
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  long idleMillis(long now) {
    return (now - idleSince) / 1_000_000;
  }

  void lendTo(Attempt to) {
    attempt = to;
  }

  void giveBack() {
    attempt = null;
    channel.config().setAutoRead(true); // so that an idle connection's end is seen
    lane.offerIdle(this);
  }

  /** Ends the connection without telling the attempt, which knows. */
  void close() {
    attempt = null;
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    boolean sound = message instanceof HttpObject object && object.decoderResult().isSuccess();
    if (attempt == null || !sound) {
      // An answer that nobody asked for, or one that cannot be read: the stream is lost.
      ReferenceCountUtil.release(message);
      channel.close(); // then channelInactive tells
    } else if (message instanceof HttpResponse response) {
      attempt.head(response);
    } else {
      attempt.content((HttpContent) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (attempt != null) {
      attempt.flushToClient();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (attempt != null) {
      attempt.writable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    lane.forget(this);
    Attempt failed = attempt;
    attempt = null;
    if (failed != null) {
      failed.broken();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close(); // then channelInactive tells
  }
}
