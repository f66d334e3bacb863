package scalebook.cloning.balancer;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One client's connection. Its requests are answered one after the other; what is sent ahead waits,
 * at most as much as one read brings.
 */
final class FrontConnection extends ChannelInboundHandlerAdapter {
  private final Balancer balancer;
  private final Lane lane;
  private final Channel channel;
  private final String client;

  /** Pipelined requests, at most what one read brought. */
  private final Deque<Object> pipelined = new ArrayDeque<>();

  private Exchange exchange;
  private boolean keepAlive = true;
  private boolean http10;
  private boolean closing;
  private long quietSince = System.nanoTime();
  private long lastPart;
  private boolean inHead;
  private boolean requestEnded = true;

  FrontConnection(Balancer balancer, Lane lane, Channel channel) {
    this.balancer = balancer;
    this.lane = lane;
    this.channel = channel;
    this.client = ((InetSocketAddress) channel.remoteAddress()).getAddress().getHostAddress();
  }

  String client() {
    return client;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    lane.add(this);
    inHead = true; // a client that connects and says nothing is a slow head, too
  }

  /**
   * Reads on, or stops until it is told to. While an exchange waits for its answer it goes on, so
   * that a client who leaves is noticed; what it sends ahead of its turn stops it.
   */
  void reading(boolean on) {
    if (channel.config().isAutoRead() != (on && pipelined.isEmpty())) {
      channel.config().setAutoRead(on && pipelined.isEmpty());
    }
  }

  void flush() {
    channel.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpContent content
        && !(message instanceof HttpRequest)
        && exchange != null
        && pipelined.isEmpty()
        && !requestEnded) {
      content(content);
    } else {
      pipelined.add(message);
      next();
      reading(exchange == null || requestEnded || exchange.waitsForClient());
    }
  }

  private void content(HttpContent content) {
    if (!content.decoderResult().isSuccess()) {
      content.release();
      exchange.clientLeft();
      refuse(400, "a malformed body", false);
      return;
    }
    lastPart = System.nanoTime();
    requestEnded = content instanceof io.netty.handler.codec.http.LastHttpContent;
    exchange.requestContent(content);
  }

  /** Takes what is waiting, as far as the current exchange allows. */
  private void next() {
    while (!pipelined.isEmpty() && !closing) {
      Object message = pipelined.peek();
      if (message instanceof HttpContent content && !requestEnded) {
        pipelined.poll();
        content(content);
      } else if (exchange == null) {
        pipelined.poll();
        begin(message);
      } else {
        return; // the next request waits for its turn
      }
    }
  }

  private void begin(Object message) {
    inHead = false;
    if (message instanceof StrictDecoder.Refused refused) {
      balancer.counters().refused();
      refuse(refused.status(), refused.why(), false);
      return;
    }
    if (!(message instanceof HttpRequest head)) {
      ReferenceCountUtil.release(message); // the body of a request that was refused
      return;
    }
    requestEnded = false;
    lastPart = System.nanoTime();
    balancer.counters().received();
    http10 = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    keepAlive = HttpUtil.isKeepAlive(head);
    String fault = fault(head);
    if (fault != null) {
      refuse(status(fault), fault.substring(4), false);
      return;
    }
    if (HttpUtil.is100ContinueExpected(head)) {
      channel.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    exchange = new Exchange(this, balancer, lane, head);
    exchange.begin();
  }

  /** Status and reason when we do not pass this on. */
  private String fault(HttpRequest head) {
    if (!((HttpObject) head).decoderResult().isSuccess()) {
      return "400 a malformed request";
    } else if (head.method().equals(HttpMethod.CONNECT) || head.method().equals(HttpMethod.TRACE)) {
      return "501 a method that is not passed on";
    } else if (HttpUtil.getContentLength(head, 0L) > balancer.limits().bodyBytes()) {
      return "413 the body is too large";
    }
    return null;
  }

  private static int status(String fault) {
    return Integer.parseInt(fault.substring(0, 3));
  }

  void respondHead(HttpResponse response) {
    HttpMethod method = exchange.head().method();
    boolean endless = http10 && !HttpUtil.isContentLengthSet(response);
    keepAlive &= !endless || Heads.noBody(method, response);
    keepAlive &= requestEnded; // or the rest of the body would be read as the next request
    Heads.forClient(response, method, http10, keepAlive);
    channel.write(response);
  }

  void respond(HttpContent content) {
    channel.write(content);
    if (!channel.isWritable()) {
      channel.flush();
      exchange.clientWritable(channel.isWritable());
    }
  }

  /** The answer is out; what comes next on this connection? */
  void answered(boolean wholeRequest) {
    exchange = null;
    quietSince = System.nanoTime();
    balancer.counters().answered();
    if (!keepAlive || !wholeRequest) {
      closeGently();
    } else {
      nextOrRead();
    }
  }

  /** An answer of our own; the connection survives only when the request was read to its end. */
  void refuse(int status, String why, boolean wholeRequest) {
    exchange = null;
    quietSince = System.nanoTime();
    balancer.counters().failed();
    byte[] text = (status + " " + why + "\n").getBytes(StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(text));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, text.length);
    boolean stays = keepAlive && wholeRequest && requestEnded;
    if (!stays) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      channel.writeAndFlush(response);
      closeLingering();
      return;
    }
    channel.writeAndFlush(response);
    channel.eventLoop().execute(this::nextOrRead); // not deeper into the stack for each pipelined
  }

  private void nextOrRead() {
    next();
    if (exchange == null && !closing) {
      reading(true);
    }
  }

  private void closeGently() {
    closing = true;
    releasePipelined();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Says goodbye and goes on reading what the client still sends, to no use and not for long: a
   * socket that is closed over unread bytes resets, and the client would never see its 4xx.
   */
  private void closeLingering() {
    closing = true;
    releasePipelined();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> ((SocketChannel) channel).shutdownOutput());
    channel.config().setAutoRead(true);
  }

  /**
   * Half an answer was sent and there will be no more: a reset, which no client takes for an end.
   */
  void abort() {
    exchange = null;
    closing = true;
    balancer.counters().failed();
    channel.config().setOption(io.netty.channel.ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  void checkDeadline(long now) {
    if (exchange != null) {
      exchange.checkDeadline(now);
      if (exchange != null && !requestEnded && bodyStalled(now)) {
        exchange.clientLeft();
        refuse(408, "the body came too slowly", false);
      }
      return;
    }
    long quiet = (now - quietSince) / 1_000_000;
    Limits limits = balancer.limits();
    if (!closing && inHead && quiet > limits.headMillis()) {
      balancer.counters().refused();
      refuse(408, "the head came too slowly", false);
    } else if (!closing && quiet > limits.idleMillis() || closing && quiet > limits.headMillis()) {
      channel.close();
    }
  }

  /** A client that stops in the middle of its body; not one that a slow clone holds back. */
  private boolean bodyStalled(long now) {
    return exchange.waitsForClient()
        && (now - lastPart) / 1_000_000 > balancer.limits().headMillis();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.clientWritable(channel.isWritable());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    lane.remove(this);
    closing = true;
    releasePipelined();
    if (exchange != null) {
      exchange.clientLeft();
      exchange = null;
      balancer.counters().abandoned();
    }
    balancer.clientLeft(channel);
  }

  private void releasePipelined() {
    pipelined.forEach(ReferenceCountUtil::release);
    pipelined.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
