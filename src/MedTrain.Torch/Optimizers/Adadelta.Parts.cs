using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <content>Settings of a group and state of a parameter.</content>
public sealed partial class Adadelta
{
    /// <summary>The settings of a group; null to take the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>The decay of the running means.</summary>
        public double? rho;

        /// <summary>Added to both running means.</summary>
        public double? eps;

        /// <summary>The decay of the weights.</summary>
        public double? weight_decay;

        /// <summary>Go up instead of down.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        internal override void Check()
        {
            base.Check();
            Require(rho is >= 0 and <= 1, $"rho must be from 0 to 1, was {rho}.");
            Require(eps >= 0, $"eps must not be negative, was {eps}.");
            Require(weight_decay >= 0, $"weight_decay must not be negative, was {weight_decay}.");
        }

        /// <inheritdoc/>
        private protected override void Visit(SettingVisitor visitor)
        {
            visitor.Visit(ref rho);
            visitor.Visit(ref eps);
            visitor.Visit(ref weight_decay);
            visitor.Visit(ref maximize);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>
    {
        /// <summary>An empty group.</summary>
        public ParamGroup()
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
            bool maximize = false)
            : base(
                parameters,
                new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize })
        {
        }
    }

    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : OptimizerState
    {
        /// <summary>How many steps have been made.</summary>
        public long step;

        /// <summary>The running mean of the gradient's square.</summary>
        public Tensor? square_avg;

        /// <summary>The running mean of the step's square.</summary>
        public Tensor? acc_delta;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Replace(ref square_avg, Zeros());
            Replace(ref acc_delta, Zeros());
        }

        /// <inheritdoc/>
        private protected override void Visit(StateVisitor visitor)
        {
            visitor.Visit(ref step);
            visitor.Visit(ref square_avg);
            visitor.Visit(ref acc_delta);
        }
    }
}
