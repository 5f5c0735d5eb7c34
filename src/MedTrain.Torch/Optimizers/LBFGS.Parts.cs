using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <content>Settings and state.</content>
public sealed partial class LBFGS
{
    /// <summary>The settings.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>The most iterations of a step.</summary>
        public double? max_iter;

        /// <summary>The most evaluations of a step.</summary>
        public double? max_eval;

        /// <summary>A step ends when no gradient is larger.</summary>
        public double? tolerance_grad;

        /// <summary>A step ends when parameters or loss change less.</summary>
        public double? tolerance_change;

        /// <summary>How many changes are remembered.</summary>
        public double? history_size;

        /// <inheritdoc/>
        internal override void Check()
        {
            base.Check();
            Require(max_iter >= 1, $"max_iter must be positive, was {max_iter}.");
            Require(max_eval >= 1, $"max_eval must be positive, was {max_eval}.");
            Require(history_size >= 1, $"history_size must be positive, was {history_size}.");
        }

        /// <inheritdoc/>
        private protected override void Visit(SettingVisitor visitor)
        {
            visitor.Visit(ref max_iter);
            visitor.Visit(ref max_eval);
            visitor.Visit(ref tolerance_grad);
            visitor.Visit(ref tolerance_change);
            visitor.Visit(ref history_size);
        }
    }

    /// <summary>The parameters with their settings.</summary>
    public class ParamGroup : ParamGroup<Options>
    {
    }

    /// <summary>What is remembered, with the first parameter; the states of the others are empty.</summary>
    public sealed class State : OptimizerState
    {
        /// <summary>How many iterations have been made.</summary>
        public long n_iter;

        /// <summary>The length of the last step along the direction.</summary>
        public double t;

        /// <summary>The estimated scale of the inverse Hessian.</summary>
        public double H_diag = 1;

        /// <summary>The last direction; null before the first.</summary>
        public Tensor? d;

        /// <summary>The gradient before it.</summary>
        public Tensor? prev_flat_grad;

        /// <summary>The remembered changes of the gradient, [n, all parameters], the oldest first.</summary>
        public Tensor? old_dirs;

        /// <summary>The remembered changes of the parameters, [n, all parameters].</summary>
        public Tensor? old_stps;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            (n_iter, t, H_diag) = (0, 0, 1);
            Visit(new StateReplacer(_ => null));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            // The shapes are those of the file: the vectors of all parameters, as many as are remembered.
            Visit(new StateReplacer(_ => null));
            Visit(new StateReader(reader, null));
            to(_parameter.device);
        }

        /// <summary>Takes the last step into account and finds the next direction.</summary>
        internal void Advance(Tensor gradient, double? history)
        {
            n_iter++;
            var direction = gradient.neg();
            if (n_iter > 1)
            {
                Remember(gradient - prev_flat_grad!, d! * t, (long)history!.Value);
                direction = Direction(gradient);
            }

            Keep(ref d, direction);
            Keep(ref prev_flat_grad, gradient.clone());
        }

        /// <inheritdoc/>
        private protected override void Visit(StateVisitor visitor)
        {
            visitor.Visit(ref n_iter);
            visitor.Visit(ref t);
            visitor.Visit(ref H_diag);
            visitor.VisitOptional(ref d);
            visitor.VisitOptional(ref prev_flat_grad);
            visitor.VisitOptional(ref old_dirs);
            visitor.VisitOptional(ref old_stps);
        }

        private static void Keep(ref Tensor? tensor, Tensor next) => Replace(ref tensor, next.DetachFromDisposeScope());

        private void Remember(Tensor gradientChange, Tensor step, long history)
        {
            var curvature = gradientChange.dot(step).ToDouble();
            if (curvature <= 1e-10)
            {
                return;
            }

            Keep(ref old_dirs, Appended(old_dirs, gradientChange, history));
            Keep(ref old_stps, Appended(old_stps, step, history));
            H_diag = curvature / gradientChange.dot(gradientChange).ToDouble();
        }

        private static Tensor Appended(Tensor? rows, Tensor row, long history)
        {
            var all = rows is null ? row.unsqueeze(0) : cat([rows, row.unsqueeze(0)]);
            var extra = Math.Max(0, all.size(0) - history);
            return all.narrow(0, extra, all.size(0) - extra).clone();
        }

        // The two-loop recursion: the inverse Hessian's estimate times the negative gradient.
        private Tensor Direction(Tensor gradient)
        {
            var changes = old_dirs?.unbind() ?? [];
            var steps = old_stps?.unbind() ?? [];
            var weights = new double[changes.Length];
            var q = gradient.neg();
            for (var i = changes.Length - 1; i >= 0; i--)
            {
                weights[i] = steps[i].dot(q).ToDouble() / changes[i].dot(steps[i]).ToDouble();
                q.add_(changes[i], alpha: -weights[i]);
            }

            q.mul_(H_diag);
            for (var i = 0; i < changes.Length; i++)
            {
                var projection = changes[i].dot(q).ToDouble() / changes[i].dot(steps[i]).ToDouble();
                q.add_(steps[i], alpha: weights[i] - projection);
            }

            return q;
        }
    }
}
