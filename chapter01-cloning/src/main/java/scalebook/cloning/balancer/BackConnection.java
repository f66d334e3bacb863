package scalebook.cloning.balancer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import scalebook.cloning.policy.Backend;

/** One connection to a clone: idle in a pool, or lent to one exchange. */
final class BackConnection extends ChannelInboundHandlerAdapter {
  private final Lane lane;
  private final Backend backend;
  private final Channel channel;
  private Exchange exchange;
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

  void lendTo(Exchange to) {
    exchange = to;
  }

  void giveBack() {
    exchange = null;
    channel.config().setAutoRead(true); // so that an idle connection's end is seen
    lane.offerIdle(this);
  }

  /** Ends the connection without telling the exchange, which knows. */
  void close() {
    exchange = null;
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    boolean sound = message instanceof HttpObject object && object.decoderResult().isSuccess();
    if (exchange == null || !sound) {
      // An answer that nobody asked for, or one that cannot be read: the stream is lost.
      ReferenceCountUtil.release(message);
      Exchange failed = exchange;
      close();
      if (failed != null) {
        failed.backendFailed("an unreadable answer");
      }
    } else if (message instanceof HttpResponse response) {
      exchange.responseHead(response);
    } else {
      exchange.responseContent((HttpContent) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flushToClient();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.backendWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    lane.forget(this);
    Exchange failed = exchange;
    exchange = null;
    if (failed != null) {
      failed.backendFailed("the clone closed the connection");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close(); // then channelInactive tells
  }
}
