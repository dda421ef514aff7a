using System.Linq.Expressions;

namespace Carillon.Storage;

/// <summary>Puts a value in the place of a lambda's parameter, so that conditions made apart become one.</summary>
internal sealed class ParameterReplacement(ParameterExpression parameter, Expression value) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : base.VisitParameter(node);
}
