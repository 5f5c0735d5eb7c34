using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Lifetime;

public class DisposeScopes
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = ones(2);
        }

        Assert.True(inside.IsInvalid);
    }

    [Fact]
    public void A_tensor_can_move_to_the_enclosing_scope_or_out_of_all()
    {
        using var outer = NewDisposeScope();
        Tensor moved, detached;
        using (NewDisposeScope())
        {
            moved = ones(2).MoveToOuterDisposeScope();
            detached = ones(2).DetachFromDisposeScope();
        }

        Assert.False(moved.IsInvalid);
        Assert.True(outer.Contains(moved));
        outer.Dispose();
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Disposing_a_tensor_early_takes_it_out_of_its_scope()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (ones(1), ones(1), ones(1));
        a.Dispose();
        a.Dispose();
        Assert.Equal(2, scope.DisposablesCount);
        scope.DisposeEverythingBut(c);
        Assert.True(b.IsInvalid);
        Assert.False(c.IsInvalid);
        Assert.Equal([c], scope.DisposablesView);
    }

    [Fact]
    public void A_scope_also_owns_other_disposables()
    {
        using var stream = new MemoryStream();
        using (var scope = NewDisposeScope())
        {
            scope.Attach(stream);
            Assert.True(scope.Contains(stream));
        }

        Assert.False(stream.CanRead);
    }

    [Fact]
    public void Statistics_count_this_threads_live_tensors()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            _ = ones(1) + ones(1);
            Assert.Equal(before + 3, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using var outside = ones(1);
        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Tensors_made_on_another_thread_enter_no_scope_of_this_one()
    {
        using var scope = NewDisposeScope();
        Tensor? made = null;
        var thread = new Thread(() => made = ones(3));
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(made!));
        made!.Dispose();
    }

    [Fact]
    public void Scopes_may_end_in_any_order()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_parameter_takes_the_place_of_its_tensor_in_the_scope()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = nn.Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(scope.Contains(parameter));
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void The_garbage_collector_frees_what_nobody_disposed()
    {
        Abandon();
        for (var i = 0; i < 50 && Tensor.TotalCount > 500; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var next = ones(1);
        Assert.True(Tensor.TotalCount < 900, $"{Tensor.TotalCount} tensors are alive");
    }

    [Fact]
    public void An_expression_can_run_in_a_scope_of_its_own()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using var sum = WrappedTensorDisposeScope(() => ones(2) + (ones(2) * 3));
        Assert.Equal([4f, 4f], sum.data<float>().ToArray());
        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon()
    {
        for (var i = 0; i < 1000; i++)
        {
            _ = ones(1);
        }
    }
}
