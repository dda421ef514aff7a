using System.Net.Sockets;
using AwesomeAssertions;

namespace Carillon.Tests.Engines;

public sealed class RedisServerTests
{
    [Fact]
    public async Task A_started_server_answers_and_a_stopped_one_is_gone()
    {
        MissingEngine.SkipWithoutRedis();
        var server = await RedisServer.StartAsync();
        var parts = server.ConnectionString.Split(':', ',', '=');
        var (host, port, password) = (parts[0], int.Parse(parts[1], provider: null), parts[3]);

        using (var client = new TcpClient())
        {
            await client.ConnectAsync(host, port, TestContext.Current.CancellationToken);
            await using var stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"AUTH {password}\r\n"), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).Should().Be("+OK");
        }

        await server.DisposeAsync();
        var connecting = async () =>
        {
            using var late = new TcpClient();
            await late.ConnectAsync(host, port, TestContext.Current.CancellationToken);
        };
        await connecting.Should().ThrowAsync<SocketException>();
    }
}
