using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Scripts;

public class ScriptFiles
{
    [Fact]
    public void A_scripted_network_computes_what_it_computes_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        var expected = Golden.Read("script.json");
        using var network = jit.load<Tensor, Tensor>(File("script-network.pt"));
        Assert.Equal(expected["keys"]!.AsArray().Select(key => (string)key!).Order(), network.state_dict().Keys.Order());
        Assert.False(network.training);
        var x = (arange(64, float64) * 0.61).sin().reshape(2, 2, 4, 4);
        Golden.Equal(expected["output"], network.call(x));
        using var other = jit.load(System.IO.File.ReadAllBytes(File("script-network.pt")), CPU);
        Golden.Equal(expected["output"], (Tensor)other.call(x)!);
    }

    [Fact]
    public void A_loaded_network_is_trained_converted_and_saved_like_any_other()
    {
        using var scope = NewDisposeScope();
        using var network = jit.load<Tensor, Tensor>(File("script-network.pt"));
        network.to(float32);
        network.train();
        Assert.True(network.training);
        var x = rand(2, 2, 4, 4);
        var before = network.get_parameter("head.weight")!.detach().clone();
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        network.call(x).sum().backward();
        optimizer.step();
        Assert.False(network.get_parameter("head.weight")!.allclose(before));
        network.eval();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.pt");
        try
        {
            jit.save(network, path);
            using var again = jit.load<Tensor, Tensor>(path);
            Assert.True(again.call(x).allclose(network.call(x)));
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [Fact]
    public void Arguments_and_results_of_all_kinds_pass()
    {
        using var scope = NewDisposeScope();
        using var script = jit.load(File("script-results.pt"));
        var x = ones(2);
        var (scaled, shifted) = ((Tensor, Tensor))script.call(x, 2, 3, true)!;
        Assert.Equal([2f, 5f], [scaled[0].item<float>(), shifted[0].item<float>()]);
        var parts = script.invoke<Tensor[]>("many", new object[] { new[] { x, x * 4 } });
        Assert.Equal([2f, 5f], parts.Select(part => part[0].item<float>()));
        var named = (Dictionary<object, object?>)script.invoke("named", x)!;
        Assert.Equal(2, ((Tensor)named["aux"]!)[0].item<float>());
        var (nothing, text, numbers, real) = ((object?, object?, object?, object?))script.invoke("mixed", null, "ok")!;
        Assert.Null(nothing);
        Assert.Equal("ok!", text);
        Assert.Equal([1L, 2L], ((Scalar[])numbers!).Select(number => number.ToInt64()));
        Assert.Equal(0.5, ((Scalar)real!).ToDouble());
    }

    [Fact]
    public void Hooks_see_and_change_calls()
    {
        using var scope = NewDisposeScope();
        using var network = jit.load<Tensor, Tensor>(File("script-network.pt"));
        var before = network.register_forward_pre_hook((_, x) => x * 0);
        var after = network.register_forward_hook((_, _, y) => y + 1);
        var changed = network.call(ones(1, 2, 4, 4, float64));
        before.remove();
        after.remove();
        Assert.True(changed.allclose(network.call(zeros(1, 2, 4, 4, float64)) + 1));
    }

    [Fact]
    public void Failures_of_a_script_and_wrong_arguments_are_exceptions()
    {
        using var scope = NewDisposeScope();
        using var script = jit.load(File("script-results.pt"));
        Assert.Contains("not today", Assert.Throws<TorchException>(() => script.invoke("fails", ones(1))).Message, StringComparison.Ordinal);
        Assert.Contains("no method", Assert.Throws<TorchException>(() => script.invoke("absent")).Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => script.call(ones(1)));
        Assert.Throws<TorchException>(() => script.call(ones(1), "x", 3, true));
        Assert.Throws<ArgumentException>(() => script.call(new object()));
        Assert.Throws<InvalidCastException>(() => script.invoke<Tensor[]>("named", ones(1)));
        script.Dispose();
        Assert.Throws<ObjectDisposedException>(() => script.call(ones(1)));
    }

    [Fact]
    public void Files_that_are_no_script_are_refused_with_a_reason()
    {
        var whole = System.IO.File.ReadAllBytes(File("script-network.pt"));
        byte[][] hostile = [[], [1, 2, 3], whole[..(whole.Length / 2)], new byte[4096], Torn(whole)];
        foreach (var bytes in hostile)
        {
            var problem = Assert.Throws<InvalidDataException>(() => jit.load(bytes));
            Assert.Contains("no TorchScript file", problem.Message, StringComparison.Ordinal);
        }

        Assert.Throws<FileNotFoundException>(() => jit.load(File("absent.pt")));
    }

    [Fact]
    public void Damaged_files_never_end_the_process()
    {
        var whole = System.IO.File.ReadAllBytes(File("script-network.pt"));
        var random = new Random(5);
        var refused = 0;
        for (var i = 0; i < 200; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var k = 0; k < 4; k++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                using var scope = NewDisposeScope();
                jit.load(bytes).Dispose();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 20, 200);
    }

    // Half of the middle is zeros: the directory at the end is whole, the records are not.
    private static byte[] Torn(byte[] whole)
    {
        var torn = (byte[])whole.Clone();
        Array.Clear(torn, whole.Length / 4, whole.Length / 2);
        return torn;
    }

    private static string File(string name) => Path.Combine(Golden.RepositoryRoot, "tests", "golden", name);
}
