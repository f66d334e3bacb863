package scalebook.cloning.front;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import scalebook.engines.process.Tasks;

/**
 * A balancer of connections: it carries bytes and never knows what they mean. So it can neither
 * route by path nor ask again, and of TLS it sees only ciphertext.
 */
public final class Layer4 implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, Tasks.daemons("layer4"), NioIoHandler.newFactory());
  private final AtomicInteger turn = new AtomicInteger();
  private final List<Integer> ports;
  private final Consumer<ByteBuf> seen;
  private final Channel listener;

  /** Before these ports of 127.0.0.1; {@code seen} is shown all bytes, both ways. */
  public Layer4(List<Integer> ports, Consumer<ByteBuf> seen) {
    this.ports = List.copyOf(ports);
    this.seen = seen;
    this.listener =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    connect(client, ports.size());
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Nothing is sent yet: the next server will do, as long as there is another. */
  private void connect(Channel client, int tries) {
    int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
    new Bootstrap()
        .group(client.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(new InetSocketAddress("127.0.0.1", port))
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (connected.isSuccess()) {
                    join(client, connected.channel());
                  } else if (tries > 1) {
                    connect(client, tries - 1);
                  } else {
                    client.close();
                  }
                });
  }

  private void join(Channel client, Channel server) {
    client.pipeline().addLast(new To(server));
    server.pipeline().addLast(new To(client));
    client.read();
    server.read();
    if (!client.isActive()) {
      server.close();
    }
  }

  /** One way; it reads on when the other side has taken what was read. */
  private final class To extends ChannelInboundHandlerAdapter {
    private final Channel other;

    private To(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      seen.accept((ByteBuf) bytes);
      other
          .writeAndFlush(bytes)
          .addListener(
              written -> {
                if (written.isSuccess()) {
                  ctx.read();
                } else {
                  ctx.close();
                }
              });
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      other.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
